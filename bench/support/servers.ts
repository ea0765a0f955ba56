import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRecord } from '../../src/embedded/process-record';
import { OwnServer } from '../../test/support/own-server';
import { removeTemporaryFolder, temporaryFolder } from '../../test/support/temporary-folder';
import { connected } from './postgres-client';

/** A server that runs, and its process. */
export interface RunningServer {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** An empty database, and what it takes to get rid of it. */
export interface Database {
  url: string;
  drop(): Promise<void>;
}

/** The Postgres and Redis that come with the service, with its settings for them, in a folder of the benchmark's. */
export class Servers {
  private homes = 0;

  private constructor(
    /** For whatever else is to be written down; goes with the servers. */
    readonly folder: string,
    readonly postgres: RunningServer,
  ) {}

  static async start(): Promise<Servers> {
    const folder = await temporaryFolder();
    const home = join(folder, 'postgres');
    await mkdir(home);
    return new Servers(folder, await running(await OwnServer.postgres(home), join(home, 'postgres.pid')));
  }

  async redis(): Promise<RunningServer> {
    const home = join(this.folder, `redis-${this.homes++}`);
    await mkdir(home);
    return running(await OwnServer.redis(home), join(home, 'redis.pid'));
  }

  async database(): Promise<Database> {
    const name = `bench_${randomUUID().replaceAll('-', '')}`;
    await this.execute(`CREATE DATABASE ${name}`);
    return {
      url: Object.assign(new URL(this.postgres.url), { pathname: `/${name}` }).toString(),
      drop: () => this.execute(`DROP DATABASE ${name} WITH (FORCE)`),
    };
  }

  /** Writes out what earlier work left to be written, so that it does not disturb what is measured next. */
  checkpoint(): Promise<void> {
    return this.execute('CHECKPOINT');
  }

  async stop(): Promise<void> {
    await this.postgres.stop();
    await removeTemporaryFolder(this.folder);
  }

  private async execute(sql: string): Promise<void> {
    await connected(this.postgres.url, client => client.query(sql));
  }
}

async function running(server: OwnServer, pidFile: string): Promise<RunningServer> {
  const record = parseRecord(await readFile(pidFile, 'utf8'));
  if (!record) throw new Error(`${pidFile} names no process`);
  return { url: server.url, pid: record.pid, stop: () => server.stop() };
}
