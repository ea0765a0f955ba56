/** Seen red: those about slow transactions with a lease that counts from `now()`, which is when its transaction began. */
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { EngineSettings } from '../../src/images/engine/engine.settings';
import { ClaimableImages, ClaimWindow, HostRounds } from '../../src/images/feed';
import { HostSlots } from '../../src/images/fetch';
import { HostPauses } from '../../src/images/host-pauses';
import { QUEUE_LEASE_SECONDS } from '../../src/images/lease';
import { Ledger } from '../../src/images/ledger';
import { Leases } from '../../src/images/work/leases';
import { ImportClaims } from '../../src/products/import/import-claims';
import { RequestEntity, RequestSettings } from '../../src/requests';
import { DeliveryOutbox } from '../../src/webhooks';
import { ClaimDeliveries, ReceiverWindows } from '../../src/webhooks/dispatch';
import { QUEUE_LEASE_SECONDS as DELIVERY_LEASE_SECONDS } from '../../src/webhooks/lease';
import { type FreshDatabase, freshDatabase } from '../support/fresh-database';
import { until } from '../support/until';
import { buildFinishedRequest } from '../support/webhooks-app';

let database: FreshDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await freshDatabase();
  ({ dataSource } = database);
});
afterAll(() => database.remove());

/** The time at which a transaction was slow. */
let then: string;

async function beSlow(tx: EntityManager): Promise<void> {
  const [at] = await tx.query<{ then: string }[]>('SELECT clock_timestamp()::text AS then');
  then = at!.then;
}

/** The same database, whose transactions have taken a while before they begin their work. */
const slow = () =>
  Object.assign(Object.create(dataSource) as DataSource, {
    transaction: <T>(work: (tx: EntityManager) => Promise<T>) =>
      dataSource.transaction(async tx => {
        await beSlow(tx);
        return work(tx);
      }),
  });

/** How many seconds of a lease were left when its transaction was slow. */
async function secondsLeft(table: string, column: string): Promise<number> {
  const [row] = await dataSource.query<{ seconds: number }[]>(
    `SELECT extract(epoch FROM ${column} - $1::timestamptz)::float8 AS seconds FROM ${table} WHERE ${column} IS NOT NULL`,
    [then],
  );
  return row!.seconds;
}

const unfinished = () =>
  buildFinishedRequest({
    ...{ status: 'pending', completedAt: null, startedAt: null, importedAt: null, importClaim: 1 },
    ...{ importedImages: 1, images: { pending: 1, processing: 0, completed: 0, failed: 0, cancelled: 0 } },
  });

/** An image of an unfinished request of its own. @returns its id, and its request's */
async function saveImage(status: 'pending' | 'processing') {
  const { id: requestId } = await dataSource.manager.save(RequestEntity, unfinished());
  const [productId, imageId] = [uuidv7(), uuidv7()];
  await dataSource.query(
    `INSERT INTO products (id, request_id, row, product_name, extra, status, images_pending)
     VALUES ($1, $2, 1, 'Shoe', '{}', 'pending', 1)`,
    [productId, requestId],
  );
  await dataSource.query(
    `INSERT INTO images (id, request_id, product_id, position, input_image_url, host, leader_id, status, claim)
     VALUES ($1, $2, $3, 1, 'https://a.example', 'a.example:443', $1, $4, 1)`,
    [imageId, requestId, productId, status],
  );
  return { imageId, requestId };
}

it('an image that is handed out in a slow transaction may wait in the queue for all of its lease', async () => {
  await saveImage('pending');
  const claimable = new ClaimableImages();
  const window = new ClaimWindow(
    dataSource,
    new Ledger(slow(), new DeliveryOutbox(new RequestSettings()), new EventEmitter2()),
    claimable,
    new HostRounds(claimable),
    new HostPauses(dataSource),
    new HostSlots(8, 64),
    new EngineSettings(),
  );
  expect((await window.claim(10)).jobs).toHaveLength(1);
  expect(await secondsLeft('images', 'lease_until')).toBeGreaterThanOrEqual(QUEUE_LEASE_SECONDS);
});

it('an import keeps its claim for all of its lease after a slow chunk', async () => {
  const request = await dataSource.manager.save(RequestEntity, unfinished());
  await slow().transaction(tx =>
    new ImportClaims(dataSource).advance(tx, request, { rows: 1, images: 1, done: false }),
  );
  expect(await secondsLeft('requests', 'import_lease_until')).toBeGreaterThanOrEqual(15);
});

it('a delivery that is handed out in a slow transaction may wait in the queue for all of its lease', async () => {
  const request = buildFinishedRequest({ webhookUrl: 'https://a.example' });
  await dataSource.manager.save(RequestEntity, request);
  await dataSource.transaction(tx => new DeliveryOutbox(new RequestSettings()).record(tx, [request]));
  expect((await new ClaimDeliveries(slow(), new ReceiverWindows()).claim(10)).jobs).toHaveLength(1);
  expect(await secondsLeft('webhook_deliveries', 'lease_until')).toBeGreaterThanOrEqual(
    DELIVERY_LEASE_SECONDS,
  );
});

it('an image that somebody has locked holds up no lease but its own, which is extended as soon as it is not', async () => {
  const [locked, other] = [await saveImage('processing'), await saveImage('processing')];
  const lock = dataSource.createQueryRunner();
  await lock.startTransaction();
  await lock.query('SELECT FROM images WHERE id = $1 FOR UPDATE', [locked.imageId]);
  const leases = new Leases(dataSource, {} as Ledger);
  for (const image of [locked, other]) {
    void leases.hold({ ...image, claim: 1 }, () => new Promise(() => undefined));
  }
  leases.onApplicationBootstrap();
  const hasLease = async ({ imageId }: { imageId: string }) => {
    const [image] = await dataSource.query<{ leaseUntil: Date | null }[]>(
      'SELECT lease_until AS "leaseUntil" FROM images WHERE id = $1',
      [imageId],
    );
    return image!.leaseUntil !== null;
  };
  try {
    await until('the lease of the other is extended', () => hasLease(other));
    expect(await hasLease(locked)).toBe(false);
    await lock.rollbackTransaction();
    // Long before the next turn.
    await until('that of the locked one is extended', () => hasLease(locked), { timeoutMs: 2_000 });
  } finally {
    leases.onApplicationShutdown();
    await lock.release();
  }
});
