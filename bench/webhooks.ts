/**
 * Measures the delivery of webhooks, with Postgres, Redis, sender and receiver on this machine: 10,000 deliveries
 * to a fast receiver, while 1,000 wait for one that takes 15 s for each, and one a second goes to a third.
 *
 *     node -r @swc-node/register bench/webhooks.ts [deliveries]
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbedded } from '../src/embedded';
import {
  buildFinishedRequest,
  finish,
  startWebhooksApp,
  type WebhooksApp,
} from '../test/support/webhooks-app';

const SLOW_MS = 15_000;
const SLOW_DELIVERIES = 1_000;
const CHUNK = 500;

interface Receiver {
  url: string;
  count(): Promise<number>;
  stop(): void;
}

/** In a process of its own, as a receiver is. */
function serve(answerAfterMs: number): void {
  let received = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      received++;
      setTimeout(() => response.writeHead(204).end(), answerAfterMs);
    });
  });
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
  process.on('message', () => process.send?.({ received }));
}

async function startReceiver(answerAfterMs: number): Promise<Receiver> {
  const child: ChildProcess = fork(__filename, ['--receiver', String(answerAfterMs)]);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${port}/webhook`,
    async count() {
      child.send('count');
      const [{ received }] = (await once(child, 'message')) as [{ received: number }];
      return received;
    },
    stop: () => void child.kill(),
  };
}

async function finishMany(app: WebhooksApp, webhookUrl: string, count: number): Promise<void> {
  for (let done = 0; done < count; done += CHUNK) {
    const requests = Array.from({ length: Math.min(CHUNK, count - done) }, () =>
      buildFinishedRequest({ webhookUrl }),
    );
    await finish(app, requests, { tell: false });
  }
}

/** How long one delivery takes from the commit to the receiver, in milliseconds. */
async function latency(app: WebhooksApp, receiver: Receiver): Promise<number> {
  const before = await receiver.count();
  const begun = performance.now();
  await finish(app, [buildFinishedRequest({ webhookUrl: receiver.url })]);
  while ((await receiver.count()) === before) await delay(2);
  return performance.now() - begun;
}

async function measure(app: WebhooksApp, deliveries: number): Promise<void> {
  const [fast, slow, other] = await Promise.all([startReceiver(0), startReceiver(SLOW_MS), startReceiver(0)]);
  console.log(`idle: one delivery arrives after ${Math.round(await latency(app, other))} ms`);
  await finishMany(app, slow.url, SLOW_DELIVERIES);
  while ((await slow.count()) === 0) await delay(10);
  const latencies: number[] = [];
  for (let n = 0; n < 20; n++) latencies.push(await latency(app, other));
  console.log(`beside the slow one: median ${Math.round(latencies.sort((a, b) => a - b)[10] ?? 0)} ms`);

  await finishMany(app, fast.url, deliveries);
  const already = await fast.count();
  const [cpu, begun] = [process.cpuUsage(), performance.now()];
  const busy: number[] = [];
  while ((await fast.count()) < deliveries) {
    busy.push(await latency(app, other));
    await delay(250);
  }
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const rate = Math.round((deliveries - already) / seconds);
  console.log(`${deliveries - already} deliveries in ${seconds.toFixed(1)} s: ${rate} a second`);
  console.log(
    `CPU of the sender: ${((user + system) / 1_000 / (deliveries - already)).toFixed(2)} ms a delivery`,
  );
  console.log(
    `meanwhile to another: median ${Math.round(busy.sort((a, b) => a - b)[busy.length >> 1] ?? 0)} ms`,
  );
  console.log(
    `slow receiver: ${await slow.count()} begun; RSS ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB`,
  );
  for (const receiver of [fast, slow, other]) receiver.stop();
}

async function main(deliveries: number): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'darkroom-bench-'));
  const servers = await startEmbedded({ dataDir, postgres: true, redis: true, log: () => undefined });
  const { databaseUrl, redisUrl } = servers;
  const app = await startWebhooksApp({
    databaseUrl: databaseUrl!,
    redisUrl: redisUrl!,
  });
  try {
    await measure(app, deliveries);
  } finally {
    await app.close();
    await servers.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

if (process.argv[2] === '--receiver') serve(Number(process.argv[3]));
else void main(Number(process.argv[2] ?? 10_000));
