import type { ProductRow, SkippedRow } from '../../csv';
import { Chunk } from './chunk';

const product = (row: number, urls: number, weight = 50): ProductRow => ({
  kind: 'product',
  row,
  line: row + 1,
  weight,
  serialNumber: null,
  productName: 'Shoe',
  imageUrls: Array.from({ length: urls }, (_, index) => `https://a.example/${index}.jpg`),
  extra: [],
});
const skipped = (row: number, weight = 50): SkippedRow => ({
  kind: 'skipped',
  row,
  line: row + 1,
  weight,
  cells: ['x'],
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
    expect(sizeOf(product(1, 1), skipped(2), skipped(3))).toBe(3));

  it('grows with heavy rows, so that few of them are held at a time', () =>
    expect(sizeOf(product(1, 1, 1_000_000), skipped(2, 1_000_000))).toBeGreaterThanOrEqual(1_000));
});
