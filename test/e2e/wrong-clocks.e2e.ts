/** Seen red: with back-offs and pauses that end at a time by the clock of the process. */
import { EventEmitter2 } from '@nestjs/event-emitter';
import { v7 as uuidv7 } from 'uuid';
import { HostPauses } from '../../src/images/host-pauses';
import { ImageFailure } from '../../src/images/image-failure';
import { ImageSettings } from '../../src/images/image.settings';
import { Ledger } from '../../src/images/ledger';
import { OutcomeWriter } from '../../src/images/outcomes';
import { FailedAttempts } from '../../src/images/work/failed-attempts';
import { RequestEntity, RequestSettings } from '../../src/requests';
import { ProcessingLog } from '../../src/requests/processing-log';
import { DeliveryOutbox } from '../../src/webhooks';
import { type FreshDatabase, freshDatabase } from '../support/fresh-database';
import { buildFinishedRequest } from '../support/webhooks-app';

const HOUR_MS = 3_600_000;
const HOST = 'a.example:443';

let database: FreshDatabase;

beforeAll(async () => (database = await freshDatabase()));
afterEach(async () => {
  jest.restoreAllMocks();
  await database.dataSource.query('DELETE FROM host_pauses');
});
afterAll(() => database.remove());

/** Sets the clock of this process, as its users see it. */
function beAhead(ms: number): void {
  const { now } = Date;
  jest.spyOn(Date, 'now').mockImplementation(() => now() + ms);
}

/** An image in work whose attempt ends like this is recorded. @returns for how long it then waits, by the database */
async function secondsAfter(failure: ImageFailure): Promise<number> {
  const { dataSource } = database;
  const images = { pending: 0, processing: 1, completed: 0, failed: 0, cancelled: 0 };
  const { id: requestId } = await dataSource.manager.save(
    RequestEntity,
    buildFinishedRequest({
      status: 'processing',
      completedAt: null,
      importedAt: new Date(),
      images,
      products: images,
    }),
  );
  const [productId, imageId] = [uuidv7(), uuidv7()];
  await dataSource.query(
    `INSERT INTO products (id, request_id, row, product_name, extra, status, images_processing)
     VALUES ($1, $2, 1, 'Shoe', '{}', 'processing', 1)`,
    [productId, requestId],
  );
  await dataSource.query(
    `INSERT INTO images (id, request_id, product_id, position, input_image_url, host, leader_id, status, claim)
     VALUES ($1, $2, $3, 1, 'https://a.example', $4, $1, 'processing', 1)`,
    [imageId, requestId, productId, HOST],
  );
  const settings = new RequestSettings();
  const pauses = new HostPauses(dataSource);
  const outcome = new FailedAttempts(pauses, new ImageSettings()).outcomeOf(
    { host: HOST, attempts: 0 },
    failure,
  );
  const writer = new OutcomeWriter(
    new Ledger(dataSource, new DeliveryOutbox(settings), new EventEmitter2()),
    pauses,
    new ProcessingLog(settings, dataSource),
  );
  await writer.write([{ imageId, claim: 1, requestId, outcome, log: [] }]);
  const [image] = await dataSource.query<{ seconds: number }[]>(
    'SELECT extract(epoch FROM not_before - now())::float8 AS seconds FROM images WHERE id = $1',
    [imageId],
  );
  return image!.seconds;
}

const pause = (host: string, minutes: number) =>
  database.dataSource.query(`INSERT INTO host_pauses VALUES ($1, now() + make_interval(mins => $2), now())`, [
    host,
    minutes,
  ]);
async function minutesLeft(host: string): Promise<number | undefined> {
  const [row] = await database.dataSource.query<{ minutes: number }[]>(
    `SELECT (extract(epoch FROM until - now()) / 60)::float8 AS minutes FROM host_pauses WHERE host = $1`,
    [host],
  );
  return row?.minutes;
}

const asked = () =>
  new ImageFailure('http_status', 'Too many', { httpStatus: 429, retryAfterMs: 10 * 60_000 });

describe.each([
  ['behind', -HOUR_MS],
  ['ahead', HOUR_MS],
])('a process whose clock is an hour %s', (_, ms) => {
  beforeEach(() => beAhead(ms));

  it('has images come back when the database says so', async () => {
    const seconds = await secondsAfter(new ImageFailure('timeout', 'Too slow'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(1.25);
  });

  it('pauses a host for as long as it asked, and leaves the other pauses alone', async () => {
    await pause('b.example:443', 5);
    expect(await secondsAfter(asked())).toBeGreaterThan(9 * 60);
    expect(await minutesLeft(HOST)).toBeGreaterThan(9);
    expect(await minutesLeft(HOST)).toBeLessThan(12);
    expect(await minutesLeft('b.example:443')).toBeCloseTo(5, 0);
  });

  it('knows who is paused, and for how long', async () => {
    await pause(HOST, 5);
    await pause('b.example:443', -1);
    const pauses = new HostPauses(database.dataSource);
    for (const host of [HOST, 'b.example:443']) await pauses.read(database.dataSource.manager, host);
    expect(pauses.pausedForMs(HOST)! / 60_000).toBeCloseTo(5, 0);
    expect(pauses.pausedForMs('b.example:443')).toBeNull();
    expect(pauses.throttledFor(HOST)).toBeLessThan(60_000);
  });
});
