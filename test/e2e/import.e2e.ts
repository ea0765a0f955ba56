/**
 * Switched off to see them fail: the import's setting for the planner (it then reads millions of rows); the queue of
 * large imports (the small one then waits behind them).
 */
import { catalogue } from '../factories/catalogue';
import { Darkroom } from '../support/darkroom';
import { startHttp } from '../support/http-server';
import { until } from '../support/until';

const ROWS = 6_000;

/** With so many, the first few hundred products are in so few pages that Postgres would rather read all of them. */
const URLS_A_ROW = 3;

it('an import into an empty installation does not read through its tables for each row', async () => {
  const host = await startHttp((_request, response) =>
    response.writeHead(429, { 'retry-after': '600' }).end(),
  );
  const darkroom = await Darkroom.start({ ALLOWED_PRIVATE_HOSTS: host.host });
  const urls = (row: number) =>
    Array.from({ length: URLS_A_ROW }, (_, place) => `http://${host.host}/${row}-${place}.jpg`);
  await darkroom.upload(catalogue(Array.from({ length: ROWS }, (_, row) => ({ urls: urls(row) }))));

  const [read] = await until(
    'Postgres has counted all rows',
    async () => {
      const counted = await darkroom.query<{ one_by_one: number }>(
        `SELECT sum(seq_tup_read)::int AS one_by_one FROM pg_stat_user_tables
          WHERE relname IN ('products', 'images') HAVING sum(n_tup_ins) = ${(1 + URLS_A_ROW) * ROWS}`,
      );
      return counted.length > 0 && counted;
    },
    { timeoutMs: 60_000 },
  );
  expect(read?.one_by_one).toBeLessThan(20 * ROWS);

  await darkroom.stop();
  await host.close();
}, 120_000);

it('a small import does not wait for large ones, however many of them are under way or wait', async () => {
  const host = await startHttp((_request, response) => response.writeHead(404).end());
  const darkroom = await Darkroom.start({ ALLOWED_PRIVATE_HOSTS: host.host });
  const large = Array.from({ length: 20_000 }, (_, row) => ({ urls: [`http://${host.host}/${row}.jpg`] }));

  // While their requests are locked, their imports come to no end.
  await darkroom.query('BEGIN');
  for (let n = 0; n < 3; n++) {
    const { request_id: id } = await darkroom.upload(catalogue(large));
    await darkroom.query(`SELECT FROM requests WHERE id = '${id}' FOR NO KEY UPDATE`);
  }
  const { request_id: small } = await darkroom.upload(catalogue(large.slice(0, 1)));
  await darkroom.finished(small);
  expect(await darkroom.query('SELECT id FROM requests WHERE imported_at IS NULL')).toHaveLength(3);

  await darkroom.query('COMMIT');
  await darkroom.stop();
  await host.close();
}, 120_000);
