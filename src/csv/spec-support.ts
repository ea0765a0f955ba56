import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CatalogueLimits } from './catalogue-limits';
import { CatalogueRow, ProductRow, SkippedRow } from './catalogue-row';
import { CsvProblem } from './csv-problem';
import { CatalogueLayout } from './catalogue-layout';
import { SourceInspection, SourceInspector } from './inspect-source';
import { readCatalogue } from './read-catalogue';

/** Limits for the specs of this folder. */
export const ROOMY: CatalogueLimits = {
  maxRows: 1000,
  maxImages: 1000,
  maxUrlsPerProduct: 100,
  maxUrlLength: 2048,
};

export function fixture(name: string): Buffer {
  return readFileSync(join(__dirname, 'fixtures', name));
}

/** A file as a stream of the given chunks. */
export async function* streamOf(...chunks: (Buffer | string)[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield await Promise.resolve(Buffer.from(chunk));
}

/** Looks at a file in the given chunks. */
export function inspect(...chunks: (Buffer | string)[]): SourceInspection {
  const inspector = new SourceInspector();
  for (const chunk of chunks) inspector.push(Buffer.from(chunk));
  return inspector.end();
}

export interface Reading {
  layout: CatalogueLayout | null;
  rows: CatalogueRow[];
  faults: CsvProblem[];
}

/** Reads a file in the given chunks to its end. */
export async function readAll(
  chunks: (Buffer | string)[],
  limits: Partial<CatalogueLimits> = {},
): Promise<Reading> {
  const format = inspect(...chunks);
  const reading: Reading = { layout: null, rows: [], faults: [] };
  for await (const batch of readCatalogue(streamOf(...chunks), format, { ...ROOMY, ...limits })) {
    reading.layout = batch.layout;
    reading.rows.push(...batch.rows);
    reading.faults.push(...batch.faults);
  }
  return reading;
}

export async function readProducts(...chunks: (Buffer | string)[]): Promise<ProductRow[]> {
  const { rows, faults } = await readAll(chunks);
  expect(faults).toEqual([]);
  expect(rows.flatMap(row => (row.kind === 'skipped' ? row.problems : []))).toEqual([]);
  return rows.filter(row => row.kind === 'product');
}

export function skippedOf(rows: readonly CatalogueRow[]): SkippedRow[] {
  return rows.filter(row => row.kind === 'skipped');
}
