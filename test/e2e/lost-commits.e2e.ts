/**
 * Seen red: with the file removed when the request is not there yet; with what Postgres says of the key as an error of
 * ours.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataSource, EntityManager } from 'typeorm';
import { ArrivingCheck } from '../../src/csv';
import type { ImportProducer } from '../../src/products';
import { Idempotency } from '../../src/requests/http/upload/idempotency';
import { UploadFieldsDto } from '../../src/requests/http/upload/upload-fields.dto';
import { UploadService } from '../../src/requests/http/upload/upload.service';
import { ProcessingLog } from '../../src/requests/processing-log';
import { catalogueLimits, RequestSettings } from '../../src/requests/request.settings';
import { LocalStorage } from '../../src/storage/local.storage';
import type { WebhookUrls } from '../../src/webhooks';
import { catalogue } from '../factories/catalogue';
import { type FreshDatabase, freshDatabase } from '../support/fresh-database';
import { removeTemporaryFolder, temporaryFolder } from '../support/temporary-folder';

type Transaction = <T>(work: (tx: EntityManager) => Promise<T>) => Promise<T>;

const settings = new RequestSettings();
const file = Buffer.from(catalogue([{ urls: 'https://shop.example/a.jpg' }]));

let database: FreshDatabase;
let folder: string;
let storage: LocalStorage;

beforeAll(async () => {
  [database, folder] = await Promise.all([freshDatabase(), temporaryFolder()]);
  storage = new LocalStorage(join(folder, 'files'));
});
afterAll(async () => {
  await database.remove();
  await removeTemporaryFolder(folder);
});

/** Uploads the file, with transactions that go as a test says. */
async function upload(key: string, transaction: Transaction): Promise<string> {
  const { dataSource } = database;
  const service = new UploadService(
    { transaction, manager: dataSource.manager } as DataSource,
    storage,
    { enqueue: () => Promise.resolve() } as unknown as ImportProducer,
    {} as unknown as WebhookUrls,
    new ProcessingLog(settings, dataSource),
    new Idempotency(dataSource),
    settings,
  );
  const path = join(folder, key);
  await writeFile(path, file);
  const check = new ArrivingCheck(catalogueLimits(settings));
  check.push(file);
  const accepted = await service.accept({
    ...{ owner: 'default', baseUrl: 'http://localhost', filename: 'a.csv', path, key, traceparent: null },
    ...{ arrived: check.end(), fields: new UploadFieldsDto() },
  });
  return accepted.request_id;
}

/** A transaction that is cut off from us at its commit. @returns how it goes, and what lets Postgres do the commit */
function cutOff() {
  const runner = database.dataSource.createQueryRunner();
  const transaction: Transaction = async work => {
    await runner.startTransaction();
    await work(runner.manager);
    throw new Error('Connection terminated unexpectedly');
  };
  const commit = async () => {
    await runner.commitTransaction();
    await runner.release();
  };
  return { transaction, commit };
}

const unhindered: Transaction = work => database.dataSource.transaction(work);

it('an upload whose commit comes late has its file, and is the answer to who sends it again', async () => {
  const { transaction, commit } = cutOff();
  await expect(upload('late', transaction)).rejects.toMatchObject({ code: 'unavailable' });
  await commit();
  const [request] = await database.dataSource.query<{ id: string; source_file: string }[]>(
    'SELECT id, source_file FROM requests',
  );
  expect(await storage.size(request!.source_file)).toBe(file.length);
  expect(await upload('late', unhindered)).toBe(request!.id);
});

it('one that is sent again while the commit is under way is told to come again', async () => {
  const { transaction, commit } = cutOff();
  await expect(upload('under way', transaction)).rejects.toMatchObject({ code: 'unavailable' });
  const again = upload('under way', async work => {
    await commit();
    return unhindered(work);
  });
  await expect(again).rejects.toMatchObject({ code: 'idempotency_key_in_use' });
  await upload('under way', unhindered);
});
