import type { ProductRow, SkippedRow } from '../../csv';
import { Chunk } from './chunk';

const product = (row: number, urls: number, extra: string[] = []): ProductRow => ({
  kind: 'product',
  row,
  line: row + 1,
  serialNumber: null,
  productName: 'Shoe',
  imageUrls: Array.from({ length: urls }, (_, index) => `https://a.example/${index}.jpg`),
  extra,
});
const skipped = (row: number, cells: string[]): SkippedRow => ({
  kind: 'skipped',
  row,
  line: row + 1,
  cells,
  problems: [],
});

const sizeOf = (...rows: (ProductRow | SkippedRow)[]) => {
  const chunk = new Chunk('0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f', 0);
  for (const row of rows) chunk.add(row);
  return chunk.size;
};

describe('the size of a chunk', () => {
  it('is that of its images', () => expect(sizeOf(product(1, 3), product(2, 2))).toBe(5));

  it('is that of its rows where these are more', () =>
    expect(sizeOf(product(1, 1), skipped(2, ['x']), skipped(3, ['x']))).toBe(3));

  it('grows with long cells, so that few of them are held at a time', () => {
    const long = 'x'.repeat(1_000_000);
    expect(sizeOf(product(1, 1, ['red', long]), skipped(2, [long]))).toBeGreaterThanOrEqual(1_000);
  });
});
