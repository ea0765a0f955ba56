/**
 * Seen red: with the usual `Client` of pg (the query never ends), with its `query_timeout` instead (the next query
 * fails too), and without `socketTimeout` of ioredis (the queue takes no job).
 */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import Bull from 'bull';
import { DataSource } from 'typeorm';
import { clientWithReadTimeout, dataSourceOptions, whileAlone } from '../../src/common/database';
import { toApiError } from '../../src/common/errors/to-api-error';
import { redisOptions } from '../../src/redis-options';
import { freshServers, type FreshServers } from '../support/servers';
import { TcpProxy } from '../support/tcp-proxy';

const TIMEOUT_MS = 400;

let servers: FreshServers;
let proxy: TcpProxy;

beforeEach(async () => {
  servers = await freshServers();
});
afterEach(async () => {
  await proxy.close();
  await servers.stop();
});

describe('a Postgres that vanished without a word', () => {
  let database: DataSource;

  beforeEach(async () => {
    proxy = await TcpProxy.start(servers.databaseUrl);
    const options = dataSourceOptions(proxy.through, 'test', 1);
    database = await new DataSource({
      ...options,
      extra: { ...(options.extra as object), Client: clientWithReadTimeout(TIMEOUT_MS) },
    }).initialize();
  });
  afterEach(() => database.destroy());

  it('is an error of the query, and the next one has a new connection', async () => {
    await database.query('SELECT 1');
    proxy.silence();
    const error: unknown = await database.query('SELECT 1').catch((thrown: unknown) => thrown);
    expect(toApiError(error)).toMatchObject({ code: 'unavailable' });
    expect(await database.query('SELECT 2 AS two')).toEqual([{ two: 2 }]);
  });

  it('is not what a connection is taken for that has nothing to answer', async () => {
    const held = database.createQueryRunner();
    await held.query('SELECT 1');
    await delay(2 * TIMEOUT_MS);
    expect(await held.query('SELECT 2 AS two')).toEqual([{ two: 2 }]);
    await held.release();
  });

  it('notices in turn, within half a minute, that the machine of a process with a lock has vanished', async () => {
    await whileAlone(database, 'a lock', () => Promise.resolve(true));
    const shown = await database.query<{ name: string; setting: string }[]>(
      `SELECT name, setting FROM pg_settings WHERE name LIKE 'tcp\\_keepalives%' ORDER BY name`,
    );
    const [count, idle, interval] = shown.map(({ setting }) => Number(setting));
    expect(idle! + count! * interval!).toBeLessThanOrEqual(30);
    expect(idle).toBeGreaterThan(0);
  });

  it('is noticed in the middle of a transaction too, which can be done anew', async () => {
    const transaction = () =>
      database.transaction(async tx => {
        await tx.query('SELECT 1');
        if (attempts++ === 0) proxy.silence();
        return tx.query<unknown>('SELECT 2 AS two');
      });
    let attempts = 0;
    await expect(transaction()).rejects.toThrow('said nothing');
    expect(await transaction()).toEqual([{ two: 2 }]);
  });
});

describe('a Redis that vanished without a word', () => {
  let queue: Bull.Queue;

  beforeEach(async () => {
    proxy = await TcpProxy.start(servers.redisUrl);
    const redis = { ...redisOptions(proxy.through), socketTimeout: TIMEOUT_MS };
    queue = new Bull('jobs', {
      redis,
      settings: { drainDelay: 0.1, retryProcessDelay: 100, guardInterval: 100 },
    });
  });
  afterEach(() => queue.close());

  it('is connected to anew by a worker that waits for jobs', async () => {
    const done: string[] = [];
    void queue.process('do', job => Promise.resolve(void done.push(String(job.data))));
    queue.on('error', () => undefined);
    await queue.add('do', 'before');
    await once(queue, 'completed');
    proxy.silence();
    await queue.add('do', 'after');
    await once(queue, 'completed');
    expect(done).toEqual(['before', 'after']);
  });
});
