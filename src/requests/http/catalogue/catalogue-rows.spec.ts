import { CatalogueRows } from './catalogue-rows';
import type { StoredCatalogue } from './stored-catalogue';

/** The rows of a catalogue as they are handed out; `isSkipped` decides their kind. */
function rowsOf(count: number, isSkipped: (row: number) => boolean, weight = 100) {
  const all = Array.from({ length: count }, (_, index) => ({ row: index + 1, weight }));
  const measured = (rows: typeof all) => (_: string, after: number, limit: number) =>
    Promise.resolve(rows.filter(({ row }) => row > after).slice(0, limit));
  const read = (_: string, rows: number[]) => Promise.resolve(rows.map(row => ({ row })));
  const stored = {
    measuredProducts: measured(all.filter(({ row }) => !isSkipped(row))),
    measuredSkippedRows: measured(all.filter(({ row }) => isSkipped(row))),
    withImages: jest.fn(read),
    skippedRows: jest.fn(read),
  };
  return { stored, rows: new CatalogueRows(stored as unknown as StoredCatalogue) };
}

async function read(rows: CatalogueRows) {
  const batches: { row: number; kind: string }[][] = [];
  for await (const batch of rows.results('id', true)) batches.push(batch);
  return batches;
}

describe('CatalogueRows', () => {
  it.each([
    ['no row', 0, () => false],
    ['products only', 4_500, () => false],
    ['skipped rows only', 9_000, () => true],
    ['one product behind many skipped rows', 9_000, (row: number) => row !== 9_000],
    ['one product before many skipped rows', 9_000, (row: number) => row !== 1],
    ['turns', 9_000, (row: number) => row % 3 === 0],
    ['whole pages', 2_000, (row: number) => row > 1_000],
  ])('reads %s in their order, each once, in batches', async (_, count, isSkipped) => {
    const batches = await read(rowsOf(count, isSkipped).rows);
    const expected = Array.from({ length: count }, (_, index) => [
      index + 1,
      isSkipped(index + 1) ? 'skipped' : 'product',
    ]);
    expect(batches.flat().map(({ row, kind }) => [row, kind])).toEqual(expected);
    expect(Math.max(...batches.map(batch => batch.length))).toBeLessThanOrEqual(2_000);
  });

  it.each([
    ['products', () => false],
    ['skipped rows', () => true],
    ['rows of both kinds', (row: number) => row % 2 === 0],
  ])('reads few heavy %s at a time, from the first on', async (_, isSkipped) => {
    const batches = await read(rowsOf(500, isSkipped, 400_000).rows);
    expect(batches.flat()).toHaveLength(500);
    expect(Math.max(...batches.map(batch => batch.length))).toBeLessThanOrEqual(10);
  });

  it('tells of a failure who reads on, and nobody else', async () => {
    const { stored, rows } = rowsOf(1_100, () => false);
    stored.withImages.mockImplementation((_, wanted) =>
      wanted[0] === 1 ? Promise.resolve(wanted.map(row => ({ row }))) : Promise.reject(new Error('away')),
    );
    const unheard = jest.fn();
    process.on('unhandledRejection', unheard);
    try {
      for await (const batch of rows.results('id', false)) {
        expect(batch).toHaveLength(1_000);
        break;
      }
      await new Promise(setImmediate);
      expect(unheard).not.toHaveBeenCalled();
    } finally {
      process.off('unhandledRejection', unheard);
    }
    const all = async () => {
      for await (const _ of rows.results('id', false)) void _;
    };
    await expect(all()).rejects.toThrow('away');
  });
});
