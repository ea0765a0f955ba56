import { until } from '../../test/support/until';
import { urlsOfRow, URLS_A_ROW } from './catalogue-file';
import { expectEqual } from './check-outputs';
import type { Installation } from './installation';
import { type FileUpload, uploadFile } from './upload-file';

const IMPORT_TIMEOUT_MS = 1_800_000;

/** A catalogue on the disk. */
export interface CatalogueFile {
  path: string;
  rows: number;
  base: string;
  files: readonly string[];
}

export interface Import extends FileUpload {
  /** When the last row was in the database; milliseconds, as performance.now() has them. */
  importedAt: number;
}

/** Uploads a catalogue and waits until all of its rows are in the database, and right. */
export async function importCatalogue(installation: Installation, file: CatalogueFile): Promise<Import> {
  const upload = await uploadFile(installation.service.url, file.path);
  const isImported = () =>
    installation.query('SELECT FROM requests WHERE id = $1 AND imported_at IS NOT NULL', [upload.requestId]);
  await until('all rows are imported', async () => (await isImported()).length > 0, {
    timeoutMs: IMPORT_TIMEOUT_MS,
    pollMs: 25,
  });
  const importedAt = performance.now();
  await expectAllRows(installation, upload.requestId, file);
  return { ...upload, importedAt };
}

async function expectAllRows(
  installation: Installation,
  id: string,
  { rows, base, files }: CatalogueFile,
): Promise<void> {
  const count = async (table: string) =>
    (
      await installation.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM ${table} WHERE request_id = $1`,
        [id],
      )
    )[0]?.n;
  expectEqual('products', await count('products'), rows);
  expectEqual('images', await count('images'), rows * URLS_A_ROW);
  for (const row of [1, Math.ceil(rows / 2), rows]) {
    const found = await installation.query<{ url: string }>(
      `SELECT i.input_image_url AS url FROM images i JOIN products p ON p.id = i.product_id
        WHERE p.request_id = $1 AND p.row = $2 ORDER BY i.position`,
      [id, row],
    );
    expectEqual(`URLs of row ${row}`, found.map(({ url }) => url).join(), urlsOfRow(row, base, files).join());
  }
}
