import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

export const URLS_A_ROW = 3;
const ROWS_A_PIECE = 5_000;

/** Writes a CSV with a million rows, say; all URLs are different and begin with `base`, and end with one of `files`. */
export async function writeCatalogue(
  path: string,
  rows: number,
  base: string,
  files: readonly string[],
): Promise<void> {
  await pipeline(pieces(rows, base, files), createWriteStream(path));
}

function* pieces(rows: number, base: string, files: readonly string[]): Generator<string> {
  yield 'S. No,Product Name,Input Image Urls\n';
  for (let first = 1; first <= rows; first += ROWS_A_PIECE) {
    const count = Math.min(ROWS_A_PIECE, rows - first + 1);
    yield Array.from({ length: count }, (_, index) => line(first + index, base, files)).join('');
  }
}

function line(row: number, base: string, files: readonly string[]): string {
  return `${row},Product ${row},"${urlsOfRow(row, base, files).join(', ')}"\n`;
}

/** @param row from 1 */
export function urlsOfRow(row: number, base: string, files: readonly string[]): string[] {
  return Array.from({ length: URLS_A_ROW }, (_, index) => {
    const place = (row - 1) * URLS_A_ROW + index;
    return `${base}/sku-${row}-${index + 1}/${files[place % files.length]}`;
  });
}
