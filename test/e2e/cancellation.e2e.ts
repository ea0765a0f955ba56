/** Seen red: with a look for handed-out images that goes through those of all requests (240 ms for 300,000 of them). */
import { EventEmitter2 } from '@nestjs/event-emitter';
import { v7 as uuidv7 } from 'uuid';
import { imageIdOf } from '../../src/images';
import { Cancellation } from '../../src/images/control/cancellation';
import { Ledger } from '../../src/images/ledger';
import { RequestEntity, RequestSettings } from '../../src/requests';
import { DeliveryOutbox } from '../../src/webhooks';
import { type FreshDatabase, freshDatabase } from '../support/fresh-database';
import { buildFinishedRequest } from '../support/webhooks-app';

const OTHERS = 5_000;

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.remove());

const query = <T>(text: string, values: unknown[] = []) => database.dataSource.query<T[]>(text, values);

/** @returns the id of a request with so many images, all of them handed out */
async function insertHandedOut(images: number): Promise<string> {
  const tally = { pending: 0, completed: 0, failed: 0, cancelled: 0 };
  const { id } = await database.dataSource.manager.save(
    RequestEntity,
    buildFinishedRequest({
      ...{ status: 'processing', completedAt: null, cancelRequestedAt: new Date(), importedAt: new Date() },
      ...{ products: { ...tally, processing: 1 }, images: { ...tally, processing: images } },
    }),
  );
  await query(
    `WITH product AS (
       INSERT INTO products (id, request_id, row, product_name, extra, status, images_processing)
       VALUES ($1, $2, 1, 'Shoe', '{}', 'processing', $3) RETURNING id, request_id
     )
     INSERT INTO images (id, request_id, product_id, position, input_image_url, host, leader_id, status, claim)
     SELECT image, request_id, product.id, position, 'https://a.example', 'a.example:443', image, 'processing', 1
       FROM product, unnest($4::uuid[]) WITH ORDINALITY AS image (image, position)`,
    [uuidv7(), id, images, Array.from({ length: images }, (_, sequence) => imageIdOf(id, sequence))],
  );
  return id;
}

/** The number of images that statements have read until now. */
async function imagesRead(): Promise<number> {
  await query('SELECT pg_stat_force_next_flush()');
  const [read] = await query<{ images: number }>(
    `SELECT (seq_tup_read + idx_tup_fetch)::int AS images FROM pg_stat_user_tables WHERE relname = 'images'`,
  );
  return read!.images;
}

it('a cancel finds what is handed out of its request, and does not read what is of others', async () => {
  await insertHandedOut(OTHERS);
  const id = await insertHandedOut(3);
  await insertHandedOut(OTHERS);
  await query('ANALYZE images');
  const outbox = new DeliveryOutbox(new RequestSettings());
  const ledger = new Ledger(database.dataSource, outbox, new EventEmitter2());

  const before = await imagesRead();
  await new Cancellation(database.dataSource, ledger).nextChunk(id);
  expect((await imagesRead()) - before).toBeLessThan(OTHERS);
  expect(
    await query(`SELECT DISTINCT request_id AS id, status FROM images WHERE status <> 'processing'`),
  ).toEqual([{ id, status: 'cancelled' }]);
  expect(
    await query('SELECT images_cancelled AS cancelled, status FROM requests WHERE id = $1', [id]),
  ).toEqual([{ cancelled: 3, status: 'cancelled' }]);
});
