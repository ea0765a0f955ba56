/**
 * Seen red: with a look at the first 500 hosts only; with a look that goes on behind nothing but what it found; the
 * third one with a second look of the feed that replaced what the first one had found; what is told of paused hosts
 * without a limit; the last one with a feed that reads all pauses.
 */
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom } from '../support/darkroom';
import { type Origin, startOrigin } from '../support/origin';
import { until } from '../support/until';

/** More than the feed looks at in two rounds. */
const DEAD = 2_500;

/** Before any address of loopback, in the order of hosts. */
const deadHosts = Array.from({ length: DEAD }, (_, n) => `${String(n).padStart(5, '0')}.cdn.example`);

/** More images of one host than the feed hands out of it in one turn. */
const MANY = Array.from({ length: 60 }, (_, n) => `/${n}.jpg`);

let origin: Origin;
let darkroom: Darkroom;
let file: string;

beforeAll(async () => {
  origin = await startOrigin();
  const image = await picture().jpeg({ quality: 95 }).toBuffer();
  for (const path of ['/a.jpg', ...MANY]) origin.serve(path, image);
  const another = `http://${deadHosts.at(-1)}/b.jpg`;
  const urls = [...deadHosts.map(host => `http://${host}/a.jpg`), another, another, origin.url('/a.jpg')];
  file = catalogue(urls.map(url => ({ urls: url })));
  darkroom = await Darkroom.start({ ALLOWED_PRIVATE_HOSTS: origin.host });
}, 90_000);
afterAll(async () => {
  await origin.close();
  await darkroom.stop();
});

const pause = (hosts: string[]) =>
  darkroom.query(
    `INSERT INTO host_pauses SELECT host, now() + interval '1 hour', now() FROM unnest($1::text[]) AS h(host)`,
    [hosts],
  );
const endPauses = () => darkroom.query('DELETE FROM host_pauses');

afterEach(endPauses);

const completed = (id: string, images = 1) =>
  until('the images that can be had are done', async () => {
    return (await darkroom.status(id)).image_counts.completed === images;
  });
const cancelled = async (id: string) => {
  await darkroom.api().post(`/api/requests/${id}/cancel`).expect(202);
  await darkroom.finished(id);
};

it(`${DEAD} paused hosts hide no host that is free, and the status names a hundred of them`, async () => {
  await pause(deadHosts.map(host => `${host}:80`));
  const { request_id } = await darkroom.upload(file);
  await completed(request_id);
  const waiting = await until('the host with most images, which comes last, is told of', async () => {
    const { waiting } = await darkroom.status(request_id);
    return waiting[0]?.images === 2 && waiting;
  });
  expect(waiting).toHaveLength(100);
  expect(waiting.slice(0, 2)).toMatchObject([
    { host: `${deadHosts.at(-1)}:80`, images: 2 },
    { host: `${deadHosts[0]}:80`, images: 1 },
  ]);
  await cancelled(request_id);
});

it(`${DEAD} hosts whose images wait for a retry hide no host whose images are due`, async () => {
  await pause([...deadHosts.map(host => `${host}:80`), origin.host]);
  const { request_id } = await darkroom.upload(file);
  await until('all rows are there', async () => {
    const [request] = await darkroom.query<{ imported_at: Date | null }>(
      'SELECT imported_at FROM requests WHERE id = $1',
      [request_id],
    );
    return request?.imported_at !== null;
  });
  await darkroom.query(
    `UPDATE images SET not_before = now() + interval '1 hour' WHERE request_id = $1 AND host <> $2`,
    [request_id, origin.host],
  );
  await endPauses();
  await completed(request_id);
  await cancelled(request_id);
});

it('a request whose only host is paused takes nothing from a request with a free host', async () => {
  await pause(deadHosts.map(host => `${host}:80`));
  const waits = await darkroom.upload(catalogue([{ urls: `http://${deadHosts[0]}/a.jpg` }]));
  const urls = [...deadHosts.map(host => `http://${host}/a.jpg`), ...MANY.map(path => origin.url(path))];
  const works = await darkroom.upload(catalogue(urls.map(url => ({ urls: url }))));
  await completed(works.request_id, MANY.length);
  await Promise.all([waits, works].map(({ request_id }) => cancelled(request_id)));
});

it('400,000 paused hosts slow down nobody else', async () => {
  const timed = async () => {
    const begun = performance.now();
    await darkroom.process(catalogue(MANY.map(path => ({ urls: origin.url(path) }))));
    return performance.now() - begun;
  };
  const alone = await timed();
  await darkroom.query(
    `INSERT INTO host_pauses
     SELECT n || '.example:443', now() + interval '1 hour', now() FROM generate_series(1, 400000) AS n`,
  );
  expect(await timed()).toBeLessThan(3 * alone + 1_000);
}, 60_000);
