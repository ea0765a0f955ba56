/** Seen red: without a look at the ids of the jobs that Bull has added. */
import Bull, { type Queue } from 'bull';
import { ImageProducer } from '../../src/images/image.producer';
import type { ImageJobPayload } from '../../src/images/image.jobs';
import { redisOptions } from '../../src/redis-options';
import { WebhookProducer } from '../../src/webhooks/webhook.producer';
import type { WebhookJobPayload } from '../../src/webhooks/webhook.jobs';
import { type FreshServers, freshServers } from '../support/servers';

const ID = '01a1f88b-a030-728a-b70e-48a5bdda494d';
const OTHER_ID = '01a1f88b-a030-728a-b70e-48a5bdda494e';

let servers: FreshServers;
let queue: Queue<ImageJobPayload & WebhookJobPayload>;

beforeAll(async () => {
  servers = await freshServers();
  queue = new Bull('jobs', { redis: redisOptions(servers.redisUrl) });
  await queue.isReady();
});
afterEach(async () => {
  await redis('CONFIG', 'SET', 'maxmemory', '0');
  await redis('REPLICAOF', 'NO', 'ONE');
});
afterAll(async () => {
  await queue.close();
  await servers.stop();
});

const redis = (command: string, ...of: string[]) => queue.client.call(command, ...of);

const waiting = () => new ImageProducer(queue).waiting();

/** @returns what came of handing out an image and a delivery */
async function handOut(): Promise<string[]> {
  const all = [
    new ImageProducer(queue).enqueue([{ payload: { imageId: ID, claim: 1 }, hasPriority: false }]),
    new WebhookProducer(queue).enqueue([{ deliveryId: OTHER_ID, claim: 1 }]),
  ];
  return (await Promise.allSettled(all)).map(({ status }) => status);
}

it('a Redis that only reads says how many jobs wait, and one that it refuses is an error', async () => {
  await redis('REPLICAOF', '127.0.0.1', '1');
  expect(await waiting()).toBe(0);
  expect(await handOut()).toEqual(['rejected', 'rejected']);
});

it('a Redis that has lost its scripts does so too', async () => {
  expect(await handOut()).toEqual(['fulfilled', 'fulfilled']);
  await queue.empty();
  await redis('SCRIPT', 'FLUSH');
  expect(await waiting()).toBe(0);
  expect(await handOut()).toEqual(['rejected', 'rejected']);
});

it('a Redis that is full does not even say how many wait, so that nothing is claimed for it', async () => {
  await redis('CONFIG', 'SET', 'maxmemory', '1');
  await expect(waiting()).rejects.toThrow('EXECABORT');
  expect(await handOut()).toEqual(['rejected', 'rejected']);
});
