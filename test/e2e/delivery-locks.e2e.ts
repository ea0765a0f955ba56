/**
 * How transactions that need several deliveries get along. Seen red: with deliveries that are cancelled request by
 * request, and with a pickup that is not tried again.
 */
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { RequestSettings } from '../../src/requests';
import { DeletionMarks } from '../../src/requests/deletion';
import { DeliveryOutbox } from '../../src/webhooks';
import { Pickup } from '../../src/webhooks/attempts';
import { type FreshDatabase, freshDatabase, insertFinishedRequest } from '../support/fresh-database';
import { until } from '../support/until';

let database: FreshDatabase;
/** A transaction of somebody else. */
let other: QueryRunner;
/** The delivery that is first by its id belongs to the request that is second by its own. */
let [first, second]: string[] = [];

beforeEach(async () => {
  database = await freshDatabase();
  const requests = [
    await insertFinishedRequest(dataSource(), []),
    await insertFinishedRequest(dataSource(), []),
  ];
  first = await insertDelivery(requests[1]!);
  second = await insertDelivery(requests[0]!);
  other = dataSource().createQueryRunner();
  await other.connect();
  await other.startTransaction();
});
afterEach(async () => {
  if (!other.isReleased) await other.release();
  await database.remove();
});

const dataSource = () => database.dataSource;

async function insertDelivery(requestId: string): Promise<string> {
  const id = uuidv7();
  await dataSource().query(
    `INSERT INTO webhook_deliveries (id, owner, request_id, run, target, url, receiver, type, payload, claim)
     VALUES ($1, 'default', $2, 1, 'request', 'https://a.example/', 'a.example', 'request.completed', '{}', 1)`,
    [id, requestId],
  );
  return id;
}

const lock = (id?: string) =>
  other.query('SELECT FROM webhook_deliveries WHERE id = $1 FOR NO KEY UPDATE', [id]);

const isWaiting = () =>
  until('a transaction waits for a lock', async () => {
    const rows = await dataSource().query<unknown[]>(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  });

it('retention locks the deliveries of all its requests in the order of their ids', async () => {
  await dataSource().query(`UPDATE requests SET completed_at = now() - interval '2 days'`);
  const outbox = new DeliveryOutbox(new RequestSettings());
  const marks = new DeletionMarks(dataSource(), outbox, new EventEmitter2());
  await lock(first);
  const marked = marks.deleteOlderThan(1, 100);
  await isWaiting();
  expect(await dataSource().query('SELECT id FROM webhook_deliveries FOR NO KEY UPDATE SKIP LOCKED')).toEqual(
    [{ id: second }],
  );
  await other.commitTransaction();
  expect(await marked).toBe(2);
  expect(await dataSource().query('SELECT DISTINCT status FROM webhook_deliveries')).toEqual([
    { status: 'cancelled' },
  ]);
});

it('a pickup that Postgres breaks off because of a deadlock is made again', async () => {
  const pickup = new Pickup(dataSource());
  await lock(second);
  const taken = Promise.all([first!, second!].map(deliveryId => pickup.take({ deliveryId, claim: 1 })));
  await isWaiting();
  await Promise.all([lock(first).then(() => other.commitTransaction()), taken]);
  expect((await taken).map(delivery => delivery?.deliveryId)).toEqual([first, second]);
});
