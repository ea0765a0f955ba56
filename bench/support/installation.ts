import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Redis from 'ioredis';
import { Client as PostgresClient, type QueryResultRow, types } from 'pg';
import { Webhook } from 'standardwebhooks';
import { freePort } from '../../src/embedded/free-port';
import type { RequestStatusDto } from '../../src/requests';
import { Client } from '../../test/support/client';
import { until } from '../../test/support/until';
import { startWebhookReceiver, type WebhookReceiver } from '../../test/support/webhook-receiver';
import type { Bench } from './bench';
import { cpuSeconds } from './processes';
import type { Database, RunningServer, Servers } from './servers';
import { Service } from './service';

types.setTypeParser(types.builtins.INT8, Number);

const HOUR_MS = 3_600_000;

export type Role = 'all' | 'api' | 'worker';

type Settings = Record<string, string> & { DATA_DIR: string };

/** Used so far, in seconds. */
export interface CpuSeconds {
  service: number;
  postgres: number;
  redis: number;
}

/** A request from its upload to its webhook. */
export interface Processed {
  status: RequestStatusDto;
  seconds: number;
  cpu: CpuSeconds;
}

/** A Darkroom with its default settings, on an empty database and a Redis of its own, in processes as asked for. */
export class Installation {
  services: Service[] = [];
  private starts = 0;
  private isRemoved = false;

  private constructor(
    readonly database: Database,
    readonly redis: RunningServer,
    private readonly servers: Servers,
    private readonly roles: readonly Role[],
    private readonly settings: Settings,
    private readonly receiver: WebhookReceiver,
    private readonly postgres: PostgresClient,
  ) {}

  /** @param env settings for this start only */
  static async start(
    { servers, atEnd }: Pick<Bench, 'servers' | 'atEnd'>,
    roles: readonly Role[] = ['all'],
    env: Record<string, string> = {},
  ): Promise<Installation> {
    const [database, redis, receiver] = await Promise.all([
      servers.database(),
      servers.redis(),
      startWebhookReceiver(),
    ]);
    const postgres = new PostgresClient({ connectionString: database.url });
    postgres.on('error', () => undefined); // As in `connected`.
    await postgres.connect();
    const dataDir = join(servers.folder, new URL(database.url).pathname);
    await mkdir(dataDir);
    const settings = {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      DATA_DIR: dataDir,
      WEBHOOK_SECRET: 'a secret of the benchmark',
      RATE_LIMIT_PER_MINUTE: '0',
      ALLOWED_PRIVATE_HOSTS: '127.0.0.1',
    };
    const installation = new Installation(database, redis, servers, roles, settings, receiver, postgres);
    atEnd(() => installation.remove());
    await installation.startServices(env);
    return installation;
  }

  async startServices(env: Record<string, string> = {}): Promise<void> {
    const port = await freePort();
    for (const role of this.roles) {
      const PORT = role === 'worker' ? '0' : String(port);
      const own = { PORT, ROLE: role, PUBLIC_URL: `http://127.0.0.1:${port}` };
      const logFile = `${this.settings.DATA_DIR}-${this.starts++}.log`;
      this.services.push(await Service.start({ ...this.settings, ...own, ...env }, logFile));
    }
  }

  async stopServices(): Promise<void> {
    for (const service of this.services.splice(0)) await service.stop();
  }

  /** The process that answers clients. */
  get service(): Service {
    const [first] = this.services;
    if (!first) throw new Error('No process of the service runs');
    return first;
  }

  get client(): Client {
    return new Client(this.service.url);
  }

  /** Uploads pictures, a row for each, and waits until the webhook says that they are done. */
  async process(urls: readonly string[]): Promise<Processed> {
    const cpu = this.cpu();
    const begun = Date.now();
    const id = await this.upload(urls);
    const delivery = await until(`the webhook of ${id} arrives`, () => this.deliveryOf(id), {
      timeoutMs: HOUR_MS,
    });
    const used = this.cpu();
    await this.verify(delivery);
    return {
      status: await this.client.status(id),
      seconds: (delivery.at - begun) / 1_000,
      cpu: {
        service: used.service - cpu.service,
        postgres: used.postgres - cpu.postgres,
        redis: used.redis - cpu.redis,
      },
    };
  }

  /** @returns the request's id */
  upload(urls: readonly string[]): Promise<string> {
    return this.client.upload(catalogueOf(urls), { webhook_url: this.receiver.url });
  }

  /** Whether the request's webhook has arrived. */
  isTold(id: string): boolean {
    return this.deliveryOf(id) !== undefined;
  }

  private deliveryOf(id: string) {
    return this.receiver.deliveries.find(({ body }) => body.includes(id));
  }

  private async verify({ headers, body }: WebhookReceiver['deliveries'][number]): Promise<void> {
    const { secret } = await this.client.get<{ secret: string }>('/api/webhooks/secret');
    new Webhook(secret).verify(body, headers as Record<string, string>);
  }

  cpu(): CpuSeconds {
    return {
      service: this.services.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0),
      postgres: cpuSeconds(this.servers.postgres.pid),
      redis: cpuSeconds(this.redis.pid),
    };
  }

  /** Images of a request that are done, asked of the database: it costs the service nothing. */
  async done(id: string): Promise<number> {
    const [row] = await this.query<{ done: number }>(
      'SELECT images_completed + images_failed AS done FROM requests WHERE id = $1',
      [id],
    );
    return row?.done ?? 0;
  }

  async query<T extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.postgres.query<T>(sql, values)).rows;
  }

  /** Bytes that Redis keeps. */
  async redisBytes(): Promise<number> {
    const redis = new Redis(this.redis.url);
    try {
      return Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1]);
    } finally {
      redis.disconnect();
    }
  }

  /** Does nothing the second time. */
  async remove(): Promise<void> {
    if (this.isRemoved) return;
    this.isRemoved = true;
    for (const service of this.services.splice(0)) await service.kill();
    await Promise.all([this.redis.stop(), this.postgres.end(), this.receiver.close()]);
    await this.database.drop();
    await rm(this.settings.DATA_DIR, { recursive: true, force: true });
  }
}

function catalogueOf(urls: readonly string[]): string {
  const rows = urls.map((url, index) => `${index + 1},Product ${index + 1},${url}`);
  return ['S. No,Product Name,Input Image Urls', ...rows, ''].join('\n');
}
