/** Seen red: with imports that only ever try again. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '../factories/catalogue';
import { Darkroom } from '../support/darkroom';
import { expectCountersEqualRows } from '../support/invariants';
import { until } from '../support/until';

let darkroom: Darkroom;

beforeAll(async () => {
  darkroom = await Darkroom.start({ LOG_LEVEL: 'fatal' });
  await darkroom.query(`INSERT INTO host_pauses VALUES ('a.example:443', now() + interval '1 hour', now())`);
}, 90_000);
afterAll(() => darkroom.stop());

/** A request of two rows that is imported, and waits for its host. */
async function waiting(): Promise<string> {
  const urls = [1, 2].map(row => ({ urls: `https://a.example/${row}.jpg` }));
  const { request_id: id } = await darkroom.upload(catalogue(urls));
  await until('all rows are there', async () => {
    const [request] = await darkroom.query('SELECT FROM requests WHERE id = $1 AND imported_at IS NOT NULL', [
      id,
    ]);
    return request !== undefined;
  });
  return id;
}

/** Makes it one of five rows with seven images, of which those are imported that are there; its file is lost. */
async function loseSource(id: string): Promise<void> {
  await rm(join(darkroom.dataDir, 'files', 'sources', id));
  await darkroom.query(
    `UPDATE requests r
        SET imported_at = NULL, imported_rows = rows, imported_images = images, images_pending = 7, products_pending = 5
       FROM (SELECT count(*) AS rows FROM products WHERE request_id = $1) p,
            (SELECT count(*) AS images FROM images WHERE request_id = $1) i
      WHERE r.id = $1`,
    [id],
  );
  await until('its import was tried', async () => {
    const [request] = await darkroom.query('SELECT FROM requests WHERE id = $1 AND import_claim >= 2', [id]);
    return request !== undefined;
  });
}

async function cancelled(id: string) {
  const call = darkroom.api();
  await call.delete(`/api/requests/${id}`).expect(409);
  await call.post(`/api/requests/${id}/cancel`).expect(202);
  const status = await darkroom.finished(id);
  await expectCountersEqualRows(darkroom);
  return status;
}

it('a request whose file is lost in the middle of its import ends when it is cancelled, with the rows it has', async () => {
  const id = await waiting();
  await loseSource(id);
  expect(await cancelled(id)).toMatchObject({
    ...{ status: 'cancelled', progress: 1, product_counts: { total: 2, cancelled: 2 } },
    image_counts: { total: 2, pending: 0, cancelled: 2 },
  });
  expect(await darkroom.logs(id, 'step=import&status=failure')).toMatchObject([
    { message: 'Ended before all rows were imported: the uploaded file is not stored any more' },
  ]);
  await darkroom.api().delete(`/api/requests/${id}`).expect(204);
});

it('one that has no row yet ends as a failed one, and can be looked at and deleted', async () => {
  const id = await waiting();
  await darkroom.query('DELETE FROM images WHERE request_id = $1', [id]);
  await darkroom.query('DELETE FROM products WHERE request_id = $1', [id]);
  await loseSource(id);
  expect(await cancelled(id)).toMatchObject({ status: 'failed', progress: 1, image_counts: { total: 0 } });
  for (const path of ['details', 'download', 'archive']) await darkroom.bytes(`/api/${path}/${id}`);
  await darkroom.api().delete(`/api/requests/${id}`).expect(204);
});
