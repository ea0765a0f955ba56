import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { startEmbedded } from '../../src/embedded';
import { removeTemporaryFolder, temporaryFolder } from './temporary-folder';

/** Where `servers.setup.ts` leaves the address of the run's Postgres for the test files. */
export const SHARED_DATABASE_URL = 'TEST_DATABASE_URL';

export interface FreshServers {
  databaseUrl: string;
  redisUrl: string;
  /** As if Redis had gone away. */
  stopRedis(): Promise<void>;
  stop(): Promise<void>;
}

/** An empty database in the Postgres of this test run, and a Redis of its own, for one test file. */
export async function freshServers(): Promise<FreshServers> {
  const shared = process.env[SHARED_DATABASE_URL];
  if (!shared) throw new Error('Only the Jest projects e2e and security have a Postgres (--selectProjects)');
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  const folder = await temporaryFolder();
  const [redis] = await Promise.all([
    startEmbedded({ dataDir: folder, postgres: false, redis: true, log: () => undefined }),
    execute(shared, `CREATE DATABASE ${database}`),
  ]);
  return {
    databaseUrl: Object.assign(new URL(shared), { pathname: `/${database}` }).toString(),
    redisUrl: redis.redisUrl!,
    stopRedis: () => redis.stop(),
    async stop() {
      await Promise.all([redis.stop(), execute(shared, `DROP DATABASE ${database} WITH (FORCE)`)]);
      await removeTemporaryFolder(folder);
    },
  };
}

async function execute(databaseUrl: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
