import { ExpressAdapter as BoardAdapter } from '@bull-board/express';
import { BullBoardModule } from '@bull-board/nestjs';
import { BullModule } from '@nestjs/bull';
import { EventEmitter2, EventEmitterModule } from '@nestjs/event-emitter';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { NextFunction, Request, Response } from 'express';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { dataSourceOptions, runMigrations } from '../../src/common/database';
import { ProblemFilter } from '../../src/common/errors';
import { validationPipe } from '../../src/common/http';
import { OutboundSettings } from '../../src/common/outbound';
import { loadSettings } from '../../src/common/settings';
import { redisOptions } from '../../src/redis-options';
import { RequestEntity, RequestFinishedEvent, Tally } from '../../src/requests';
import { DeliveryOutbox, WebhooksHttpModule, WebhooksModule, WebhooksWorkerModule } from '../../src/webhooks';
import { WebhookSettings } from '../../src/webhooks/webhooks.settings';
import { type FreshServers, freshServers } from './servers';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver';
import { TEST_SECRET } from './webhook-secret';

/** Where subscriptions are made and changed. */
export const SUBSCRIPTIONS = '/api/webhooks/subscriptions';

/** All that a subscription can ask for. */
export const REQUEST_TYPES = ['request.completed', 'request.failed', 'request.cancelled'];

/** The webhooks feature by itself, as role `all` runs it. `env` are the settings that a test is about. */
export async function startWebhooksApp(
  servers: Pick<FreshServers, 'databaseUrl' | 'redisUrl'>,
  env: NodeJS.ProcessEnv = {},
  { owner }: { owner?: () => string } = {},
) {
  const settings = { ALLOWED_PRIVATE_HOSTS: '127.0.0.1', WEBHOOK_SECRET: TEST_SECRET, ...env };
  const testing = await Test.createTestingModule({
    imports: [
      TypeOrmModule.forRoot(dataSourceOptions(servers.databaseUrl, 'test')),
      BullModule.forRoot({ redis: redisOptions(servers.redisUrl) }),
      BullBoardModule.forRoot({ route: '/admin/queues', adapter: BoardAdapter }),
      EventEmitterModule.forRoot(),
      WebhooksModule,
      WebhooksWorkerModule,
      WebhooksHttpModule,
    ],
  })
    .overrideProvider(OutboundSettings)
    .useValue(loadSettings(OutboundSettings, settings))
    .overrideProvider(WebhookSettings)
    .useValue(loadSettings(WebhookSettings, settings))
    .compile();
  const app = testing.createNestApplication<NestExpressApplication>({ logger: ['error', 'fatal'] });
  app.use((call: Request, _: Response, next: NextFunction) => {
    call.owner = owner?.();
    next();
  });
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(validationPipe());
  await runMigrations(app.get(DataSource));
  await app.listen(0, '127.0.0.1');
  return app;
}

export type WebhooksApp = Awaited<ReturnType<typeof startWebhooksApp>>;

interface TestOptions {
  /** Settings that the tests are about. */
  env?: NodeJS.ProcessEnv;
  /** Whether each test has an owner of its own, instead of the default one. */
  ownerPerTest?: boolean;
}

/** What the tests of a file have in common: one app for all of them, and a receiver for each. */
export function useWebhooksApp({ env, ownerPerTest = false }: TestOptions = {}) {
  let servers: FreshServers;
  let app: WebhooksApp;
  let receiver: WebhookReceiver;
  let owner = 'default';

  beforeAll(async () => {
    servers = await freshServers();
    app = await startWebhooksApp(servers, env, ownerPerTest ? { owner: () => owner } : {});
  }, 30_000);
  afterAll(async () => {
    await app.close();
    await servers.stop();
  }, 30_000);
  beforeEach(async () => {
    receiver = await startWebhookReceiver();
    if (ownerPerTest) owner = uuidv7();
  });
  afterEach(() => receiver.close());

  const api = () => request(app.getHttpServer());
  return {
    app: () => app,
    receiver: () => receiver,
    owner: () => owner,
    /** From now on the caller is somebody else. */
    changeOwner: () => void (owner = uuidv7()),
    api,
    sql: <T>(text: string, values: unknown[] = []) => app.get(DataSource).query<T[]>(text, values),
    finish: (requests: RequestEntity[], options?: { tell: boolean }) => finish(app, requests, options),
    /** Subscribes the receiver, to everything unless told otherwise. */
    subscribe: async (types = REQUEST_TYPES): Promise<{ id: string; secret: string }> => {
      const created = await api().post(SUBSCRIPTIONS).send({ url: receiver.url, types }).expect(201);
      const { subscription_id, secret } = created.body as { subscription_id: string; secret: string };
      return { id: subscription_id, secret };
    },
  };
}

/** A finished request as the ledger leaves it behind, not stored yet. */
export function buildFinishedRequest(overrides: Partial<RequestEntity> = {}): RequestEntity {
  const now = new Date();
  return Object.assign(new RequestEntity(), {
    id: uuidv7(),
    owner: 'default',
    baseUrl: 'http://localhost:3000',
    filename: 'catalogue.csv',
    sourceFile: 'uploads/catalogue.csv',
    layout: {},
    limits: {},
    options: { quality: 50, format: 'keep', effort: 'balanced', maxWidth: null, maxHeight: null },
    onInvalid: 'reject',
    status: 'completed',
    run: 1,
    version: 0,
    products: Object.assign(new Tally(), { completed: 1 }),
    images: Object.assign(new Tally(), { completed: 1 }),
    skippedRows: 0,
    bytesIn: 1_000,
    bytesOut: 400,
    failures: {},
    webhookUrl: null,
    webhookTriggered: false,
    startedAt: now,
    completedAt: now,
    createdAt: now,
    updatedAt: now,
    cancelRequestedAt: null,
    ...overrides,
  });
}

/** Finishes requests as the ledger does: state and deliveries in one commit, then (unless told not to) the event. */
export async function finish(
  app: WebhooksApp,
  requests: RequestEntity[],
  { tell = true } = {},
): Promise<void> {
  await app.get(DataSource).transaction(async tx => {
    await tx.upsert(RequestEntity, requests, ['id']);
    await app.get(DeliveryOutbox).record(tx, requests);
  });
  const events = app.get(EventEmitter2);
  if (tell)
    for (const { id, run } of requests)
      events.emit(RequestFinishedEvent.NAME, new RequestFinishedEvent(id, run));
}
