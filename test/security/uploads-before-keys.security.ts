import request from 'supertest';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { adoptUploads } from '../../src/common/auth';
import { dataSourceOptions, runMigrations } from '../../src/common/database';
import { RequestEntity } from '../../src/requests';
import { type FreshServers, freshServers } from '../support/servers';
import { SourceProcess } from '../support/source-process';
import { removeTemporaryFolder, temporaryFolder } from '../support/temporary-folder';
import { buildFinishedRequest } from '../support/webhooks-app';

const [SHOP, OTHER] = ['shop-key-0123456789', 'another-key-01234567'];

let servers: FreshServers;
let folder: string;
let database: DataSource;

beforeAll(async () => {
  [servers, folder] = await Promise.all([freshServers(), temporaryFolder()]);
  database = await new DataSource(dataSourceOptions(servers.databaseUrl, 'test', 2)).initialize();
  await runMigrations(database);
}, 60_000);
afterAll(async () => {
  await database.destroy();
  await servers.stop();
  await removeTemporaryFolder(folder);
});

it('what was uploaded before keys existed belongs to the first name, and stays with it', async () => {
  const [early, subscription] = [buildFinishedRequest({ owner: 'default' }), uuidv7()];
  await database.getRepository(RequestEntity).insert(early);
  await database.query(
    `INSERT INTO webhook_subscriptions (id, owner, url, types, sealed_secret)
     VALUES ($1, 'default', 'https://a.example/hook', '{request.completed}', '')`,
    [subscription],
  );
  await database.query(
    `INSERT INTO idempotency_keys (owner, key, fingerprint, answer, expires_at)
     VALUES ('default', 'one', '', '{}', now()), ('default', 'two', '', '{}', now()), ('shop', 'two', '', '{}', now())`,
  );

  const service = await SourceProcess.start({
    DATABASE_URL: servers.databaseUrl,
    REDIS_URL: servers.redisUrl,
    DATA_DIR: folder,
    HOST: '127.0.0.1',
    API_KEYS: `shop:${SHOP},other:${OTHER}`,
  });
  try {
    const as = (key: string, path: string) => request(service.url).get(path).set('X-API-Key', key);
    for (const path of [`/api/status/${early.id}`, `/api/webhooks/subscriptions/${subscription}`]) {
      await as(SHOP, path).expect(200);
      await as(OTHER, path).expect(404);
    }
  } finally {
    await service.stop();
  }

  // Names may change places afterwards.
  await adoptUploads(database, 'other');
  expect(await database.query('SELECT DISTINCT owner FROM requests')).toEqual([{ owner: 'shop' }]);
  expect(await database.query(`SELECT owner, key FROM idempotency_keys WHERE key = 'one'`)).toEqual([
    { owner: 'shop', key: 'one' },
  ]);
});
