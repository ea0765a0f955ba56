/** Seen red: with waiting requests that keep their places in each look, and with idle ones asked in turn, due or not. */
import { EventEmitter2 } from '@nestjs/event-emitter';
import { EngineSettings } from '../../src/images/engine/engine.settings';
import { ClaimableImages, ClaimWindow, HostRounds } from '../../src/images/feed';
import { HostSlots } from '../../src/images/fetch';
import { HostPauses } from '../../src/images/host-pauses';
import { Ledger } from '../../src/images/ledger';
import { RequestSettings } from '../../src/requests';
import { DeliveryOutbox } from '../../src/webhooks';
import { type FreshDatabase, freshDatabase, insertWaitingRequests } from '../support/fresh-database';
import { until } from '../support/until';

/** More than a look comes to, several times over. */
const WAITING = 100;
const WINDOW = 32;
const PAUSED = 'paused.example:443';

let database: FreshDatabase;
let window: ClaimWindow;

beforeEach(async () => {
  database = await freshDatabase();
  const { dataSource } = database;
  await dataSource.query(`INSERT INTO host_pauses VALUES ($1, now() + interval '1 hour', now())`, [PAUSED]);
  const claimable = new ClaimableImages();
  window = new ClaimWindow(
    dataSource,
    new Ledger(dataSource, new DeliveryOutbox(new RequestSettings()), new EventEmitter2()),
    claimable,
    new HostRounds(claimable),
    new HostPauses(dataSource),
    new HostSlots(8, 64),
    new EngineSettings(),
  );
  await insertWaitingRequests(dataSource, PAUSED, WAITING);
});
afterEach(() => database.remove());

/** Looks until all requests were looked at. @returns the number of images that were found */
async function lookAtAll(): Promise<number> {
  let images = 0;
  for (let looks = 0, more = true; more && looks < WAITING; looks++) {
    const claimed = await window.claim(WINDOW);
    images += claimed.jobs.length;
    more = claimed.more;
  }
  return images;
}

it('requests that wait for a paused host leave every later look to those that do not', async () => {
  expect(await lookAtAll()).toBe(0);
  await insertWaitingRequests(database.dataSource, 'works.example:443', 1, 5 * WINDOW);
  for (let look = 0; look < 5; look++) expect((await window.claim(WINDOW)).jobs).toHaveLength(WINDOW);
});

it('a request that waited is reached by the first look after one of its images is due', async () => {
  const { dataSource } = database;
  const [id] = await insertWaitingRequests(dataSource, 'works.example:443', 1);
  await dataSource.query(
    `UPDATE images SET not_before = now() + interval '5 seconds' WHERE request_id = $1`,
    [id],
  );
  expect(await lookAtAll()).toBe(0);
  const isDue = `SELECT FROM images WHERE request_id = $1 AND not_before <= now()`;
  await until('it is due', async () => (await dataSource.query<unknown[]>(isDue, [id])).length > 0);
  expect((await window.claim(WINDOW)).jobs).toHaveLength(1);
});
