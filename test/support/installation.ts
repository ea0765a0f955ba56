import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Pool, type QueryResultRow, types } from 'pg';
import Redis from 'ioredis';
import { Client } from './client';
import { filesBelow } from './files-below';
import { OwnServer } from './own-server';
import { ServiceProcess } from './service-process';
import { removeTemporaryFolder, temporaryFolder } from './temporary-folder';
import { TEST_SECRET } from './webhook-secret';

types.setTypeParser(types.builtins.INT8, Number);

/** A Darkroom of several processes, on a Postgres and a Redis of its own; every part of it can be made to fail. */
export class Installation {
  private readonly services: ServiceProcess[] = [];
  private readonly pool: Pool;

  private constructor(
    readonly folder: string,
    readonly postgres: OwnServer,
    readonly redis: OwnServer,
    private readonly env: Record<string, string>,
  ) {
    this.pool = new Pool({ connectionString: postgres.url, max: 3 });
    // Postgres is killed in the middle: the next query gets a connection of its own.
    this.pool.on('error', () => undefined);
  }

  /** The servers run; `env` are settings for every process of the service. */
  static async start(env: Record<string, string> = {}): Promise<Installation> {
    const folder = await temporaryFolder();
    const home = join(folder, 'servers');
    await mkdir(home);
    const [postgres, redis] = await Promise.all([OwnServer.postgres(home), OwnServer.redis(home)]);
    return new Installation(folder, postgres, redis, env);
  }

  get dataDir(): string {
    return join(this.folder, 'data');
  }

  private settings(role: string, env: Record<string, string>): Record<string, string> {
    return {
      ROLE: role,
      DATA_DIR: this.dataDir,
      DATABASE_URL: this.postgres.url,
      REDIS_URL: this.redis.url,
      RATE_LIMIT_PER_MINUTE: '0',
      WEBHOOK_SECRET: TEST_SECRET,
      ALLOWED_PRIVATE_HOSTS: '127.0.0.1',
      PUBLIC_URL: 'http://127.0.0.1:3000',
      ...this.env,
      ...env,
    };
  }

  /** Begins to start a process of the service. */
  spawn(
    role: 'api' | 'worker' | 'all',
    env: Record<string, string> = {},
    largestFileKiB?: number,
  ): ServiceProcess {
    const service = ServiceProcess.spawn(this.settings(role, env), largestFileKiB);
    this.services.push(service);
    return service;
  }

  /** Starts a process of the service. */
  async run(role: 'api' | 'worker' | 'all', env: Record<string, string> = {}): Promise<ServiceProcess> {
    const service = this.spawn(role, env);
    await service.serving();
    return service;
  }

  async client(): Promise<Client> {
    return new Client((await this.run('api')).url);
  }

  async query<T extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.pool.query<T>(sql, values)).rows;
  }

  /** Redis forgets everything. */
  async flushRedis(): Promise<void> {
    const redis = new Redis(this.redis.url);
    await redis.flushall();
    redis.disconnect();
  }

  files(folder: string): Promise<string[]> {
    return filesBelow(join(this.dataDir, folder));
  }

  /** What every process logged, for a failed test. */
  get logs(): string {
    return this.services.map(({ pid, env, log }) => `--- ${env.ROLE} ${pid}\n${log}`).join('\n');
  }

  async remove(): Promise<void> {
    for (const service of this.services) await service.kill();
    await this.pool.end();
    await Promise.all([this.postgres.stop(), this.redis.stop()]);
    await removeTemporaryFolder(this.folder);
  }
}
