/**
 * Switched off to see it fail: the refusal of those who would wait for a slow host (`turn` waits as long as it takes),
 * the feed's leaving saturated hosts out, the lanes (`hasRoomFor` says yes; in `acquireBehind` alone too).
 */
import { catalogue } from '../factories/catalogue';
import type { Client } from '../support/client';
import { Installation } from '../support/installation';
import { type Origin, startOrigin } from '../support/origin';
import { type Shop, startShop } from '../support/shop';
import { until } from '../support/until';

const SLOTS_OF_HOST = 32;
const SLOW = 400;
const QUICK = 200;

let installation: Installation;
let client: Client;
let shop: Shop;
let silent: Origin;
let asked = 0;

beforeAll(async () => {
  [installation, shop, silent] = await Promise.all([
    Installation.start({ DOWNLOADS_PER_HOST: String(SLOTS_OF_HOST) }),
    startShop(QUICK),
    startOrigin(),
  ]);
  for (let n = 0; n < SLOW; n++) silent.serve(`/${n}.jpg`, () => void asked++);
  client = await installation.client();
  await installation.run('worker');
});
afterAll(async () => {
  await installation.remove();
  await Promise.all([shop.close(), silent.close()]);
});

const slow = () => Array.from({ length: SLOW }, (_, n) => ({ urls: [silent.url(`/${n}.jpg`)] }));
const quick = () => shop.pictures(QUICK).map(url => ({ urls: [url] }));

/** Far less than a download of the silent host may take. */
const SOON_MS = 12_000;

it('a host that is slow with everything gets its share of the downloads, and holds up nobody else', async () => {
  const waiting = await client.upload(catalogue(slow()));
  await until('the host has all that it may be asked for at a time', () => asked >= SLOTS_OF_HOST);

  const other = await client.finished(await client.upload(catalogue(quick())), SOON_MS);
  expect(other.image_counts.completed).toBe(QUICK);

  // In one request with it, and behind it.
  const mixed = await client.upload(catalogue([...slow(), ...quick()]));
  await until('the quick ones of the request are done', async () => {
    return (await client.status(mixed)).image_counts.completed === QUICK;
  });

  expect((await client.status(waiting)).image_counts).toMatchObject({ completed: 0, failed: 0 });
  const attempts = (await client.products(waiting)).flatMap(({ images }) =>
    images.map(image => image.attempts),
  );
  expect(Math.max(...attempts)).toBe(0);
  expect(asked).toBe(SLOTS_OF_HOST);
  // Handed out in vain until it was known that the host is slow, and then no more.
  const [handed] = await installation.query<{ out: number }>(
    'SELECT sum(claim)::int AS out FROM images WHERE request_id = $1',
    [waiting],
  );
  expect(handed?.out).toBeLessThan(SLOW);
}, 90_000);

describe('hosts that never answer', () => {
  const ROWS = 40;
  let dead: Origin[];
  let other: Installation;

  beforeAll(async () => {
    [other, dead] = await Promise.all([
      Installation.start({ DOWNLOADS_PER_HOST: '8' }),
      Promise.all(Array.from({ length: 10 }, startOrigin)),
    ]);
    await other.run('worker');
  });
  afterAll(async () => {
    await other.remove();
    await Promise.all(dead.map(host => host.close()));
  });

  it('hold up nobody else, however many they are, and though others redirect to them', async () => {
    const [target, ...hosts] = dead;
    let held = 0;
    for (const host of dead) {
      for (let n = 0; n < ROWS; n++) host.serve(`/${n}.jpg`, () => void held++);
    }
    for (let n = 0; n < ROWS; n++) {
      silent.serve(`/away/${n}.jpg`, (_request, response) =>
        response.writeHead(302, { location: target!.url(`/${n}.jpg`) }).end(),
      );
    }
    const rows = Array.from({ length: ROWS }, (_, n) => ({
      urls: [...hosts.map(host => host.url(`/${n}.jpg`)), silent.url(`/away/${n}.jpg`)],
    }));
    const client = await other.client();
    await client.upload(catalogue(rows));
    await until('they have half of all downloads', () => held >= 32);
    // Its host was never asked before.
    const quickOnes = await client.finished(await client.upload(catalogue(quick())), SOON_MS);
    expect(quickOnes.image_counts.completed).toBe(QUICK);
  }, 90_000);
});
