import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { getQueueToken } from '@nestjs/bull';
import type { Queue } from 'bull';
import Redis from 'ioredis';
import { DataSource } from 'typeorm';
import { DeliveryEntity } from '../../src/webhooks/delivery.entity';
import { SigningSecrets } from '../../src/webhooks/secrets';
import { WEBHOOK_QUEUE, WebhookJob, type WebhookJobPayload } from '../../src/webhooks/webhook.jobs';
import { startHttp } from '../support/http-server';
import { type FreshServers, freshServers } from '../support/servers';
import { until } from '../support/until';
import { startWebhookReceiver, verified, type WebhookReceiver } from '../support/webhook-receiver';
import { buildFinishedRequest, finish, startWebhooksApp, type WebhooksApp } from '../support/webhooks-app';

/** What a busy machine may add to a wait. */
const BUSY_MS = 5_000;

let servers: FreshServers;
let receiver: WebhookReceiver;
let apps: WebhooksApp[];
let silentReceivers: { close(): Promise<void> }[];

beforeEach(async () => {
  [servers, receiver] = await Promise.all([freshServers(), startWebhookReceiver()]);
  apps = [];
  silentReceivers = [];
});
afterEach(async () => {
  for (const one of [receiver, ...silentReceivers]) await one.close();
  for (const app of apps) await app.close();
  await servers.stop();
});

async function start(env: NodeJS.ProcessEnv = {}): Promise<WebhooksApp> {
  const app = await startWebhooksApp(servers, env);
  apps.push(app);
  return app;
}

/** A receiver that takes a delivery and says nothing until it is told to. */
async function startSilentReceiver() {
  const open: { id: string; response: ServerResponse }[] = [];
  const server = await startHttp((request: IncomingMessage, response: ServerResponse) => {
    open.push({ id: String(request.headers['webhook-id']), response });
  });
  silentReceivers.push(server);
  return { url: `http://${server.host}/`, open };
}

async function forgetQueue(): Promise<void> {
  const redis = new Redis(servers.redisUrl);
  await redis.flushall();
  redis.disconnect();
}

const queueOf = (app: WebhooksApp) => app.get<Queue<WebhookJobPayload>>(getQueueToken(WEBHOOK_QUEUE));
const deliveries = (app: WebhooksApp) =>
  app.get(DataSource).manager.find(DeliveryEntity, { order: { id: 'ASC' } });
/** What would happen by itself after some seconds. */
const letLeasesRunOut = (app: WebhooksApp) =>
  app
    .get(DataSource)
    .query(`UPDATE webhook_deliveries SET lease_until = now() WHERE lease_until IS NOT NULL`);
const allDelivered = (app: WebhooksApp) =>
  until('all are delivered', async () =>
    (await deliveries(app)).every(({ status }) => status === 'delivered'),
  );

it('a sender killed while it sends loses nothing: another sends the same again', async () => {
  const silent = await startSilentReceiver();
  const program = join(__dirname, '..', 'support', 'webhooks-program.ts');
  const args = ['-r', '@swc-node/register', program, servers.databaseUrl, servers.redisUrl, silent.url];
  const sender = spawn(process.execPath, args, { stdio: 'ignore' });
  await until('it is being sent', () => silent.open.length === 1, { timeoutMs: 60_000 });
  sender.kill('SIGKILL');
  await once(sender, 'exit');

  const app = await start();
  await letLeasesRunOut(app);
  await until('it is sent again', () => silent.open.length === 2);
  expect(silent.open[1]!.id).toBe(silent.open[0]!.id);
  silent.open[1]!.response.writeHead(204).end();
  await allDelivered(app);
});

it('a Redis that forgets everything loses nothing', async () => {
  const app = await start();
  await queueOf(app).pause();
  await finish(app, [buildFinishedRequest({ webhookUrl: receiver.url })]);
  await until('it is queued', async () => (await queueOf(app).getWaitingCount()) === 1);
  await forgetQueue();
  await letLeasesRunOut(app);
  await receiver.received(1);
  await allDelivered(app);
});

it('while Redis is away deliveries wait, and a stop still records what is under way', async () => {
  const app = await start();
  const silent = await startSilentReceiver();
  await finish(app, [buildFinishedRequest({ webhookUrl: silent.url })]);
  await until('one is being sent', () => silent.open.length === 1);
  await servers.stopRedis();
  await finish(app, [buildFinishedRequest({ webhookUrl: receiver.url })]);
  let triesInVain = 0;
  queueOf(app).client.on('reconnecting', () => triesInVain++);
  const begun = Date.now();
  const stopped = app.close();
  await until('Bull has looked for Redis in vain', () => triesInVain >= 5);
  silent.open[0]!.response.writeHead(204).end();
  await stopped;
  apps = [];
  expect(Date.now() - begun).toBeLessThan(15_000);

  const other = await freshServers();
  const after = await startWebhooksApp({ databaseUrl: servers.databaseUrl, redisUrl: other.redisUrl });
  expect(await deliveries(after)).toMatchObject([{ status: 'delivered' }, { attempts: 0 }]);
  await receiver.received(1);
  await allDelivered(after);
  await after.close();
  await other.stop();
});

describe('a job that Bull hands out twice', () => {
  /** The job of a delivery, held back in a paused queue. */
  async function heldJob(app: WebhooksApp): Promise<WebhookJobPayload> {
    await queueOf(app).pause();
    await finish(app, [buildFinishedRequest({ webhookUrl: receiver.url })]);
    const [job] = await until('it is queued', async () => {
      const jobs = await queueOf(app).getWaiting();
      return jobs.length === 1 ? jobs : null;
    });
    return job!.data;
  }
  const addAgain = (app: WebhooksApp, job: WebhookJobPayload) =>
    queueOf(app).add(WebhookJob.Deliver, job, { attempts: 1, removeOnComplete: true });
  const queueIsEmpty = (app: WebhooksApp) =>
    until('the queue is empty', async () => {
      const { waiting, active } = await queueOf(app).getJobCounts();
      return waiting + active + (await queueOf(app).getPausedCount()) === 0;
    });

  it('in the same moment is sent once', async () => {
    const app = await start();
    await addAgain(app, await heldJob(app));
    await queueOf(app).resume();
    await queueIsEmpty(app);
    await allDelivered(app);
    expect(receiver.deliveries).toHaveLength(1);
    expect(await deliveries(app)).toMatchObject([{ attempts: 1 }]);
  });

  it('after its attempt has failed does not send before its time', async () => {
    const app = await start();
    receiver.answerNext(500);
    const job = await heldJob(app);
    await queueOf(app).resume();
    await until('the failure is recorded', async () => (await deliveries(app))[0]?.attempts === 1);
    await addAgain(app, job);
    await queueIsEmpty(app);
    expect(await deliveries(app)).toMatchObject([{ attempts: 1, status: 'pending' }]);
    expect(receiver.deliveries).toHaveLength(1);
  });
});

it('two senders share the work and send nothing twice', async () => {
  const [one] = [await start(), await start()];
  await finish(
    one,
    Array.from({ length: 300 }, () => buildFinishedRequest({ webhookUrl: receiver.url })),
  );
  await receiver.received(300, 30_000);
  await allDelivered(one);
  expect(new Set(receiver.deliveries.map(({ headers }) => headers['webhook-id'])).size).toBe(300);
  expect(receiver.deliveries).toHaveLength(300);
});

it('a receiver that takes for ever delays nobody else, however much waits for it', async () => {
  const app = await start();
  const silent = await startSilentReceiver();
  await finish(
    app,
    Array.from({ length: 1_000 }, () => buildFinishedRequest({ webhookUrl: silent.url })),
  );
  await until('the slow one is busy', () => silent.open.length === 4);
  // Within 10 s each: the slow one lets nobody in before its attempts are given up after 15 s.
  for (let n = 1; n <= 5; n++) {
    await finish(app, [buildFinishedRequest({ webhookUrl: receiver.url })]);
    await receiver.received(n);
  }
  expect(silent.open).toHaveLength(4);
});

it('nine failures and then a success: ten attempts with one id, at the times of the schedule', async () => {
  const SCALE = 0.000_01;
  const app = await start({ WEBHOOK_RETRY_SCALE: String(SCALE) });
  receiver.answerNext(...Array<number>(9).fill(500));
  await finish(app, [buildFinishedRequest({ webhookUrl: receiver.url })]);
  const attempts = await receiver.received(10);
  await allDelivered(app);

  expect(new Set(attempts.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  const secret = await app.get(SigningSecrets).ofOwner('default');
  for (const attempt of attempts)
    expect(verified(secret, attempt)).toMatchObject({ type: 'request.completed' });
  const [minute, hour] = [60, 3_600];
  const schedule = [5, 5 * minute, 30 * minute, ...[2, 5, 10, 14, 20, 24].map(hours => hours * hour)];
  for (const [index, seconds] of schedule.entries()) {
    const waited = attempts[index + 1]!.at - attempts[index]!.at;
    expect(waited).toBeGreaterThanOrEqual(Math.floor(seconds * 1_000 * SCALE));
    expect(waited).toBeLessThan(seconds * 1_000 * SCALE * 1.1 + BUSY_MS);
  }
});

it('a clean stop records what is under way and hands the rest back', async () => {
  const app = await start({ WEBHOOK_CONCURRENCY: '1' });
  const silent = await startSilentReceiver();
  await finish(app, [
    buildFinishedRequest({ webhookUrl: silent.url }),
    buildFinishedRequest({ webhookUrl: silent.url }),
  ]);
  await until('one is sent, the other queued', async () => {
    return silent.open.length === 1 && (await queueOf(app).getWaitingCount()) === 1;
  });
  const stopped = app.close();
  silent.open[0]!.response.writeHead(204).end();
  await stopped;
  apps = [];
  await forgetQueue();

  const after = await start({ WEBHOOK_CONCURRENCY: '1' });
  // Within 10 s: its lease, had it not been handed back, would run out after 15 s.
  await until('the other is sent', () => silent.open.length === 2);
  expect(silent.open[1]!.id).not.toBe(silent.open[0]!.id);
  silent.open[1]!.response.writeHead(204).end();
  await allDelivered(after);
  expect((await deliveries(after)).map(({ attempts }) => attempts)).toEqual([1, 1]);
});
