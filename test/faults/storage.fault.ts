/**
 * Switched off to see it fail: another try after `storage_failed` (as a permanent failure: nothing waits for another
 * attempt, and three attempts are one); removing what could not be written whole (`rm(partial)`: parts of files stay).
 */
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import type { Client } from '../support/client';
import { Installation } from '../support/installation';
import { expectCountersEqualRows, expectInvariants, expectWholeFiles } from '../support/invariants';
import { startOrigin } from '../support/origin';
import { type Shop, startShop } from '../support/shop';
import { until } from '../support/until';

const PICTURES = 60;

let installation: Installation;
let client: Client;
let shop: Shop;

beforeEach(async () => {
  [installation, shop] = await Promise.all([
    Installation.start({ DOWNLOAD_CONCURRENCY: '8', IMAGE_ATTEMPTS: '3' }),
    startShop(PICTURES, { latencyMs: 200 }),
  ]);
  client = await installation.client();
});
afterEach(async () => {
  await installation.remove();
  await shop.close();
});

/** As root one may write anywhere: so there is a file where the folder was. */
async function breakStorage(): Promise<() => Promise<void>> {
  const folder = join(installation.dataDir, 'files');
  await rename(folder, `${folder}.away`);
  await writeFile(folder, '');
  return async () => {
    await rm(folder);
    await rename(`${folder}.away`, folder);
  };
}

const upload = (urls: string[]) => client.upload(catalogue(urls.map(url => ({ urls: [url] }))));

it('a storage that cannot be written to for a while shows in the readiness and costs no image', async () => {
  const worker = await installation.run('worker');
  const id = await upload(shop.pictures(PICTURES));
  await client.progressed(id, 10);
  const mend = await breakStorage();
  const ready = () => fetch(`${worker.url}/health/ready`);
  await until('the worker is not ready', async () => (await ready()).status === 503);
  expect(await (await ready()).json()).toMatchObject({ details: { storage: { status: 'down' } } });
  await until('images wait for another attempt', async () => {
    const [{ waiting } = { waiting: 0 }] = await installation.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM images WHERE status = 'pending' AND attempts > 0`,
    );
    return waiting >= 5;
  });

  const refused = await client.post(catalogue([{ urls: [shop.picture(0)] }]));
  expect(refused.status).toBe(503);
  await mend();
  await until('the worker is ready again', async () => (await ready()).status === 200);
  await client.finished(id);
  expect(await client.status(id)).toMatchObject({ status: 'completed', image_counts: { failed: 0 } });
  await expectInvariants(installation, client, [id]);
  expect(await installation.files('incoming')).toEqual([]);
  expect(await installation.query('SELECT id FROM requests')).toHaveLength(1);
});

it('a file that does not fit on the disk is storage_failed in the end, and no part of it stays', async () => {
  const origin = await startOrigin();
  const large = await picture(900, 700).jpeg({ quality: 95 }).toBuffer();
  origin.serve('/large.jpg', large);
  const worker = installation.spawn('worker', {}, 16);
  await worker.serving();
  const id = await upload([...shop.pictures(5), origin.url('/large.jpg')]);
  await client.finished(id);
  expect(await client.status(id)).toMatchObject({
    status: 'completed',
    image_counts: { completed: 5, failed: 1 },
    failures: [{ code: 'storage_failed', count: 1 }],
  });
  const [image] = (await client.products(id)).at(-1)!.images;
  expect(image).toMatchObject({ output_image_url: null, attempts: 3, error: { code: 'storage_failed' } });
  // The client is not told why, but the operator is.
  expect(worker.log).toMatch(
    /"err":\{"type":"Error","message":"EFBIG: [^\n]*"msg":"Could not store a result"/,
  );
  await expectWholeFiles(installation);
  expect(await installation.files('files/partial')).toEqual([]);
  await expectCountersEqualRows(installation);
  await origin.close();
});
