/**
 * Seen red: with hosts that had something not asked again; with the leaders found before thrown away; the last one with
 * pauses that are read before the hosts are looked at, or not read again when an image is taken up.
 */
import { EventEmitter2 } from '@nestjs/event-emitter';
import { v7 as uuidv7 } from 'uuid';
import { EngineSettings } from '../../src/images/engine/engine.settings';
import { ClaimableImages, ClaimWindow, HostRounds } from '../../src/images/feed';
import { HostSlots } from '../../src/images/fetch';
import { HostPauses } from '../../src/images/host-pauses';
import { Ledger } from '../../src/images/ledger';
import { Pickup } from '../../src/images/work/pickup';
import { RequestSettings } from '../../src/requests';
import { DeliveryOutbox } from '../../src/webhooks';
import { type FreshDatabase, freshDatabase } from '../support/fresh-database';

/** More than the feed looks at in two rounds, and before any other host. */
const IDLE = Array.from({ length: 2_500 }, (_, n) => `${String(n).padStart(5, '0')}.example:443`);

let database: FreshDatabase;
let rounds: HostRounds;

beforeAll(async () => {
  database = await freshDatabase();
  await database.dataSource.query(
    `INSERT INTO host_pauses SELECT host, now() + interval '1 hour', now() FROM unnest($1::text[]) AS h(host)`,
    [IDLE],
  );
});
afterAll(() => database.remove());
beforeEach(() => (rounds = new HostRounds(new ClaimableImages())));

/** @returns the id of a request with one image for each of these hosts, all due */
async function requestWith(hosts: string[]): Promise<string> {
  const [requestId, productId] = [uuidv7(), uuidv7()];
  const { dataSource } = database;
  await dataSource.query(
    `INSERT INTO requests (id, owner, base_url, filename, source_file, layout, limits, options, on_invalid, skipped_rows)
     VALUES ($1, 'default', 'http://localhost', 'a.csv', 'sources/a', '{}', '{}', '{}', 'reject', 0)`,
    [requestId],
  );
  await dataSource.query(
    `INSERT INTO products (id, request_id, row, product_name, extra, status) VALUES ($1, $2, 1, 'Shoe', '{}', 'pending')`,
    [productId, requestId],
  );
  await dataSource.query(
    `INSERT INTO images (id, request_id, product_id, position, input_image_url, host, leader_id, status)
     SELECT id, $1, $2, position, 'https://' || host, host, id, 'pending'
       FROM unnest($3::uuid[], $4::text[]) WITH ORDINALITY AS image (id, host, position)`,
    [requestId, productId, hosts.map(() => uuidv7()), hosts],
  );
  return requestId;
}

const take = (requestId: string, images: number, excludedHosts: string[] = [], already: string[] = []) =>
  rounds.take(database.dataSource.manager, { requestId, images }, excludedHosts, already);

const hostsOf = async (ids: string[]) => {
  const rows = await database.dataSource.query<{ host: string }[]>(
    'SELECT host FROM images WHERE id = ANY($1) ORDER BY host',
    [ids],
  );
  return rows.map(({ host }) => host);
};

it('a host that has images is asked in every turn, however many idle hosts there are', async () => {
  const id = await requestWith([...IDLE, ...Array<string>(20).fill('works.example:443')]);
  while ((await take(id, 10)).length === 0);
  for (let turn = 0; turn < 5; turn++) expect(await take(id, 10)).toHaveLength(10);
  expect(await take(id, 10, ['works.example:443'])).toEqual([]);
});

it('a share that grows keeps the images that were found, and adds to them', async () => {
  const others = Array.from({ length: 8 }, (_, n) => `other-${n}.example:443`);
  const id = await requestWith([...Array<string>(20).fill('large.example:443'), ...others]);
  const first = await take(id, 5, others);
  expect(first).toHaveLength(5);
  const all = await take(id, 14, [], first);
  expect(all.slice(0, 5)).toEqual(first);
  expect(await hostsOf(all.slice(5))).toEqual(others);
});

it('each host gets its turn before any of them gets another', async () => {
  const hosts = ['a', 'b', 'c', 'd', 'e'].map(name => `${name}.example:443`);
  const id = await requestWith([...hosts, ...hosts]);
  const turns = [await take(id, 2), await take(id, 2), await take(id, 2)];
  expect(await Promise.all(turns.map(hostsOf))).toEqual([
    [hosts[0], hosts[1]],
    [hosts[2], hosts[3]],
    [hosts[0], hosts[4]],
  ]);
  expect(await hostsOf(await take(id, 10))).toEqual([...hosts, ...hosts].sort());
});

it('a pause that is known and ends while the feed looks holds up nothing that it hands out', async () => {
  const host = 'pauses.example:443';
  const { dataSource } = database;
  const id = await requestWith([host]);
  await dataSource.query('UPDATE requests SET imported_images = 1, images_pending = 1 WHERE id = $1', [id]);
  await dataSource.query('UPDATE products SET images_pending = 1 WHERE request_id = $1', [id]);
  await dataSource.query(`INSERT INTO host_pauses VALUES ($1, now() + interval '1 hour', now())`, [host]);
  const claimable = new (class extends ClaimableImages {
    override async hosts(...of: Parameters<ClaimableImages['hosts']>) {
      await dataSource.query('DELETE FROM host_pauses WHERE host = $1', [host]);
      return super.hosts(...of);
    }
  })();
  const pauses = new HostPauses(dataSource);
  await pauses.read(dataSource.manager, host);
  const window = new ClaimWindow(
    dataSource,
    new Ledger(dataSource, new DeliveryOutbox(new RequestSettings()), new EventEmitter2()),
    claimable,
    new HostRounds(claimable),
    pauses,
    new HostSlots(8, 64),
    new EngineSettings(),
  );
  const { jobs } = await window.claim(100);
  const pickup = new Pickup(dataSource, pauses);
  const taken = await Promise.all(jobs.map(({ payload }) => pickup.take(payload)));
  expect(taken.map(work => work?.host)).toContain(host);
  expect(pauses.pausedForMs(host)).toBeNull();
});
