import type { CataloguePages } from '../details/catalogue-pages';
import { CatalogueRows } from './catalogue-rows';

type Row = ReturnType<typeof rowOf>;

interface Content {
  productName?: string;
  cells?: string[];
}

/** As a product and as a skipped row. */
const rowOf = (row: number, { productName = 'Shoe', cells = [] }: Content = {}) => ({
  row,
  productName,
  extra: cells,
  images: [{ inputImageUrl: 'https://a.example/1.jpg' }],
  cells: [productName, ...cells],
  errorMessage: '',
});

/** The rows of a catalogue, of which `isSkipped` says the kind, as the pages hand them out. */
function rowsOf(count: number, isSkipped: (row: number) => boolean, content?: Content): CatalogueRows {
  const all = Array.from({ length: count }, (_, index) => rowOf(index + 1, content));
  const page = (rows: Row[]) => (_: string, after: number, limit: number) =>
    Promise.resolve(rows.filter(({ row }) => row > after).slice(0, limit));
  const pages = {
    withImages: page(all.filter(({ row }) => !isSkipped(row))),
    skippedRows: page(all.filter(({ row }) => isSkipped(row))),
  };
  return new CatalogueRows(pages as unknown as CataloguePages);
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
    const batches = await read(rowsOf(count, isSkipped));
    const expected = Array.from({ length: count }, (_, index) => [
      index + 1,
      isSkipped(index + 1) ? 'skipped' : 'product',
    ]);
    expect(batches.flat().map(({ row, kind }) => [row, kind])).toEqual(expected);
    expect(Math.max(...batches.map(batch => batch.length))).toBeLessThanOrEqual(2_000);
  });

  const long = { cells: ['x'.repeat(400_000)] };
  const longName = { productName: 'n'.repeat(400_000) };
  const wide = { cells: Array<string>(40_000).fill('') };

  it.each([
    ['products of long cells', () => false, long],
    ['products of long names', () => false, longName],
    ['products of many empty cells', () => false, wide],
    ['skipped rows of long cells', () => true, long],
    ['skipped rows of many empty cells', () => true, wide],
  ])('reads few %s at a time', async (_, isSkipped, content) => {
    const batches = await read(rowsOf(500, isSkipped, content));
    expect(batches.flat()).toHaveLength(500);
    expect(batches[0]!.length).toBeLessThanOrEqual(100);
    expect(Math.max(...batches.slice(1).map(batch => batch.length))).toBeLessThanOrEqual(10);
  });

  it('tells of a failure who reads on, and nobody else', async () => {
    const first = Array.from({ length: 100 }, (_, index) => rowOf(index + 1));
    const withImages = (_: string, after: number) =>
      after === 0 ? Promise.resolve(first) : Promise.reject(new Error('away'));
    const rows = new CatalogueRows({ withImages } as unknown as CataloguePages);
    const unheard = jest.fn();
    process.on('unhandledRejection', unheard);
    try {
      for await (const batch of rows.results('id', false)) {
        expect(batch).toHaveLength(100);
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
