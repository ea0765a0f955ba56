/**
 * Switched off to see it fail: the turns between requests (`shares` of the oldest one only), going ahead in the queue
 * (`lifo` always false), making room for who goes ahead (`makeRoom`).
 */
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { outputStorageKey } from '../../src/images/output-file';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import type { Client } from '../support/client';
import { Installation } from '../support/installation';
import { type Origin, startOrigin } from '../support/origin';

const MANY = 5_000;
const FEW = 10;

let installation: Installation;
let client: Client;
let origin: Origin;

beforeAll(async () => {
  [installation, origin] = await Promise.all([Installation.start(), startOrigin()]);
  const photo = await picture(1_800, 1_350).jpeg({ quality: 92 }).toBuffer();
  for (let n = 0; n < MANY; n++) {
    origin.serve(`/${n}.jpg`, (_request, response) => response.end(version(photo, n)));
  }
  client = await installation.client();
  await installation.run('worker');
});
afterAll(async () => {
  await installation.remove();
  await origin.close();
});

/** Another picture for each number, at no cost: two steps of its quantisation tables are others. */
function version(jpeg: Buffer, n: number): Buffer {
  const version = Buffer.from(jpeg);
  const firstStep = jpeg.indexOf(Buffer.of(0xff, 0xdb)) + 5;
  version[firstStep + 1] = 1 + (n % 30);
  version[firstStep + 2] = 1 + Math.floor(n / 30);
  return version;
}

const upload = (images: number) =>
  client.upload(catalogue(Array.from({ length: images }, (_, n) => ({ urls: [origin.url(`/${n}.jpg`)] }))));

const ROUNDS = 5;

/** When each result was written, by where it is stored. */
async function resultsWritten(): Promise<Map<string, number>> {
  const written = (await installation.files('files/images')).map(async path => {
    const { mtimeMs } = await stat(join(installation.dataDir, 'files/images', path));
    return [`images/${path}`, mtimeMs] as const;
  });
  return new Map(await Promise.all(written));
}

/**
 * Results of other requests that were written between the hand-out of this one's first image and its own last
 * result. Counted in pictures, from the hand-out: how long an upload and its import take beside everything else that
 * the machine does is another matter (`npm run bench -- fairness` compares times).
 */
async function overtakersOf(id: string): Promise<number> {
  const { started_at } = await client.status(id);
  const products = await client.products(id);
  const own = new Set(
    products.flatMap(product => product.output_image_urls.map(url => outputStorageKey(basename(url!))!)),
  );
  const written = await resultsWritten();
  const [begun, end] = [Date.parse(started_at!), Math.max(...[...own].map(key => written.get(key)!))];
  expect(own.size).toBe(FEW);
  expect(end).toBeGreaterThan(begun);
  return [...written].filter(([key, at]) => !own.has(key) && at > begun && at <= end).length;
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

it(`few of an earlier request's many pictures overtake ${FEW} that are uploaded later`, async () => {
  const many = await upload(MANY);
  await client.progressed(many, 2 * FEW);
  const overtakers: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const few = await upload(FEW);
    await client.finished(few);
    overtakers.push(await overtakersOf(few));
  }
  expect((await client.status(many)).completed_at).toBeNull();
  // One for each of their own, and what is finished while they are fetched.
  expect(median(overtakers)).toBeLessThan(3 * FEW);
});
