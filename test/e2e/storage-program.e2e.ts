/** The whole program on a bucket: from the upload to the deletion, nothing of it lies on its disk. */
import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { catalogue } from '../factories/catalogue';
import { Darkroom } from '../support/darkroom';
import { startFaultyProxy } from '../support/faulty-proxy';
import { S3Server } from '../support/s3-server';
import { type Shop, startShop } from '../support/shop';
import { until } from '../support/until';

const PICTURES = 12;

let shop: Shop;
let server: S3Server;
let darkroom: Darkroom;

beforeAll(async () => {
  [shop, server] = await Promise.all([startShop(PICTURES), S3Server.start()]);
  darkroom = await Darkroom.start({
    ...server.settings(),
    S3_PREFIX: 'shops/one',
    ALLOWED_PRIVATE_HOSTS: shop.host,
    RETENTION_DAYS: '30',
  });
}, 90_000);
afterAll(async () => {
  await darkroom.stop();
  await Promise.all([shop.close(), server.remove()]);
});

const rows = () => shop.pictures(PICTURES).map((url, n) => ({ name: `Shoe ${n}`, urls: [url] }));
const keys = async () => (await server.keys()).filter(key => !/\/(probe|installation)$/.test(key));

it('a request goes all its way through the bucket, and leaves nothing there when it is deleted', async () => {
  const csv = catalogue(rows());
  const { request_id: id, status, image_counts } = await darkroom.process(csv);
  expect({ status, completed: image_counts.completed }).toEqual({ status: 'completed', completed: PICTURES });
  expect(await keys()).toHaveLength(PICTURES + 1);
  expect((await keys()).every(key => key.startsWith('shops/one/'))).toBe(true);
  expect(await darkroom.files('files')).toEqual([]);
  expect(await darkroom.files('incoming')).toEqual([]);

  const outputs = (await darkroom.products(id)).flatMap(product => product.output_image_urls);
  const images = await Promise.all(outputs.map(url => darkroom.bytes(new URL(url!).pathname)));
  expect((await darkroom.bytes(`/api/download/${id}/source`)).toString()).toBe(csv);
  const output = (await darkroom.bytes(`/api/download/${id}`)).toString();
  expect(outputs.every(url => output.includes(url!))).toBe(true);

  const archive = await fromBufferPromise(await darkroom.bytes(`/api/archive/${id}`));
  const packed = new Map<string, Buffer>();
  for await (const entry of archive.eachEntry()) {
    packed.set(entry.fileName, await buffer(await archive.openReadStreamPromise(entry)));
  }
  images.forEach((image, n) => {
    expect({ n, same: packed.get(`Shoe ${n}/Shoe ${n}-1.jpg`)?.equals(image) }).toEqual({ n, same: true });
  });

  await darkroom.api().delete(`/api/requests/${id}`).expect(204);
  await until('the bucket is empty', async () => (await keys()).length === 0);
  await darkroom.api().get(new URL(outputs[0]!).pathname).expect(404);
});

/** Nor any that the machine has. */
const WITHOUT_CREDENTIALS = {
  S3_ACCESS_KEY_ID: '',
  S3_SECRET_ACCESS_KEY: '',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_CONFIG_FILE: '/dev/null',
};

it.each([
  [{ S3_BUCKET: 'not-there' }, 'STORAGE cannot be used: S3: could not store shops/one/probe: NoSuchBucket'],
  [
    WITHOUT_CREDENTIALS,
    'STORAGE cannot be used: S3: could not store shops/one/probe: no credentials: set S3_',
  ],
  [{ S3_BUCKET: '' }, 'S3_BUCKET must be the name of a bucket, and must be set when STORAGE is s3'],
])('the program does not start with %j, and says why', async (env, message) => {
  const settings = { ...server.settings(), S3_PREFIX: 'shops/one', ...env };
  await expect(Darkroom.start(settings)).rejects.toThrow(message);
});

it('the program starts where nobody is a store yet, and says why', async () => {
  const early = await Darkroom.start(server.settings('http://127.0.0.1:1'));
  expect(early.log()).toMatch(
    /STORAGE cannot be used at the moment: S3: could not store probe: ECONNREFUSED$/m,
  );
  await early.stop();
});

it('the program starts with a store that stays silent, says so, and is ready once that is over', async () => {
  const proxy = await startFaultyProxy(server.endpoint);
  proxy.faults = () => ({ kind: 'silence' });
  const early = await Darkroom.start({ ...server.settings(proxy.url), S3_PREFIX: 'shops/two' });
  expect(early.log()).toMatch(/STORAGE cannot be used at the moment: no answer yet$/m);
  proxy.faults = () => null;
  await early.api().get('/health/ready').expect(200);
  await early.stop();
  await proxy.close();
});

it('a request that is too old goes with all its objects, and a younger one stays', async () => {
  const old = await darkroom.process(catalogue(rows().slice(0, 5)));
  const young = await darkroom.process(catalogue(rows().slice(5)));
  await darkroom.query(`UPDATE requests SET completed_at = now() - interval '31 days' WHERE id = $1`, [
    old.request_id,
  ]);
  await until(
    'the objects of the young one are left',
    async () => (await keys()).length === PICTURES - 5 + 1,
    {
      timeoutMs: 30_000,
    },
  );
  await darkroom.api().get(`/api/status/${old.request_id}`).expect(404);
  await darkroom.bytes(`/api/archive/${young.request_id}`);
});

it('a store that is away for a while costs no image', async () => {
  await server.kill();
  const refused = await darkroom.post(catalogue(rows())).expect(503);
  expect(refused.body).toMatchObject({ code: 'unavailable' });
  expect((await darkroom.api().get('/health/ready')).status).toBe(503);
  await server.start();

  const { request_id: id } = await darkroom.upload(catalogue(rows()));
  await until('the import has begun', async () => (await darkroom.status(id)).status !== 'pending');
  await server.kill();
  await until('images wait for another attempt, or all were quicker', async () => {
    const [row] = await darkroom.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM images WHERE request_id = $1 AND status = 'pending' AND attempts > 0`,
      [id],
    );
    return row!.waiting > 0 || (await darkroom.status(id)).completed_at !== null;
  });
  await server.start();
  expect(await darkroom.finished(id, 60_000)).toMatchObject({ image_counts: { completed: PICTURES } });
});
