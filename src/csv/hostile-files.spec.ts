import { CatalogueLimits, maxRecordLength, maxRowLength } from './catalogue-limits';
import { SourceInspector } from './inspect-source';
import { CatalogueReader } from './catalogue-reader';
import { outputCsv } from './output-csv';
import { readCatalogue } from './read-catalogue';
import { readAll, ROOMY } from './spec-support';

const LIMITS: CatalogueLimits = { ...ROOMY, maxUrlsPerProduct: 2, maxUrlLength: 50 };
const ENDLESS = 100_000;

/** Reads `start`, then the same chunk over and over, and tells where reading stopped. */
async function readEndless(start: string, chunk: string) {
  let chunks = 0;
  async function* source() {
    yield await Promise.resolve(Buffer.from(start));
    const bytes = Buffer.from(chunk.repeat(Math.ceil(65_536 / chunk.length)));
    for (; chunks < ENDLESS; chunks++) yield bytes;
  }
  const faults = [];
  for await (const batch of readCatalogue(source(), { encoding: 'utf-8', bom: false }, LIMITS)) {
    faults.push(...batch.faults);
  }
  return { faults, length: chunks * 65_536 };
}

describe('a hostile file', () => {
  const header = 'Product Name,Image Urls\n';
  const good = 'A,https://a.example/1.jpg\n';

  it.each([
    ['one endless line', '', 'x', 'row_too_large', null, 1],
    ['endless columns', '', ',', 'row_too_large', null, 1],
    ['an endless row', header + good, 'x', 'row_too_large', 2, 3],
    ['endless cells', header + good, ',', 'row_too_large', 2, 3],
    ['a quote that never closes', `${header}${good}B,"\n`, 'x\n', 'unclosed_quote', 2, 3],
    ['a quote of doubled quotes', `${header}${good}B,"`, '""', 'unclosed_quote', 2, 3],
    ['a quoted header that never closes', '"Product Name', 'x', 'unclosed_quote', null, 1],
  ])('%s is given up in bounded memory', async (_, start, chunk, code, row, line) => {
    const { faults, length } = await readEndless(start, chunk);
    expect(faults).toMatchObject([{ code, row, line }]);
    expect(faults[0]?.value?.length).toBeLessThanOrEqual(200);
    expect(length).toBeLessThan(2 * maxRecordLength(LIMITS));
  });

  it('of short rows below a wide header costs what is in the rows', async () => {
    const wide = `${header.trimEnd()}${',x'.repeat(16_000)}\n`;
    const { layout, rows } = await readAll([wide, ',\n', good.repeat(900), ',https://a.example/1.jpg\n']);
    expect(rows.map(row => (row.kind === 'product' ? row.extra.length : row.cells.length))).toEqual([
      ...Array<number>(900).fill(0),
      2,
    ]);
    const csv = outputCsv(layout!);
    expect(csv.skippedRow(['', 'https://a.example/1.jpg'])).toBe(
      `,https://a.example/1.jpg,${','.repeat(16_000)}\r\n`,
    );
  });

  it('of more columns than a spreadsheet has is refused before its rows are read', async () => {
    const { layout, rows, faults } = await readAll([`${header.trimEnd()}${',x'.repeat(20_000)}\n`, good]);
    expect({ layout, rows }).toEqual({ layout: null, rows: [] });
    expect(faults).toMatchObject([{ code: 'row_too_large', row: null, line: 1 }]);
    expect(faults[0]?.message).toContain('20002 cells, at most 16384 are allowed');
  });

  it.each([
    ['a row', `B,https://a.example/2.jpg${','.repeat(20_000)}x`],
    ['a row of URLs', `B,https://a.example/2.jpg${','.repeat(20_000)}`],
    ['a line of delimiters', ','.repeat(20_001)],
  ])('with %s of more cells than a spreadsheet has is read up to there', async (_, line) => {
    for (const head of [header, `${header.trimEnd()},More\n`]) {
      const { rows, faults } = await readAll([head, good, `${line}\n`, good], LIMITS);
      expect(rows).toHaveLength(1);
      expect(faults).toMatchObject([{ code: 'row_too_large', row: 2, line: 3 }]);
      expect(faults[0]?.message).toMatch(/^The row has 2000\d cells, at most 16384 are allowed/);
    }
  });

  it.each([
    ['a long name', 'n'.repeat(10_000), ''],
    ['a long cell that is kept', 'Shoe', `,${'x'.repeat(10_000)}`],
    ['a long cell that is dropped', 'Shoe', `,,${'x'.repeat(10_000)}`],
    ['many empty cells', 'Shoe', `${','.repeat(1_000)}x`],
    ['many cells and no name', '', `${','.repeat(1_000)}x`],
  ])('has rows with %s weigh what they cost', async (_, name, more) => {
    const head = `${header.trimEnd()},More,Error Message\n`;
    const { rows } = await readAll([head, `${name},https://a.example/1.jpg${more}\n`, `${good}`]);
    expect(rows[0]?.weight).toBeGreaterThan(10_000);
    expect(rows[1]?.weight).toBeLessThan(100);
  });

  it('with a row about as long as the limit is judged the same, however it is cut', async () => {
    const limit = maxRowLength(LIMITS);
    const faults: number[] = [];
    for (const length of [limit - 70_000, limit - 100, limit + 100, limit + 40_000, limit + 140_000]) {
      const file = Buffer.from(`${header}${good}"${'x'.repeat(length)}",https://a.example/1.jpg\n${good}`);
      const cuts = [file.length, 65_536, 16_384, 30_001].map(size =>
        Array.from({ length: Math.ceil(file.length / size) }, (_, at) =>
          file.subarray(at * size, (at + 1) * size),
        ),
      );
      const readings = await Promise.all(cuts.map(chunks => readAll(chunks, LIMITS)));
      for (const reading of readings) expect(reading).toEqual(readings[0]);
      faults.push(readings[0]?.faults.length ?? 0);
    }
    expect(faults).toEqual([0, 0, 1, 1, 1]);
  });

  it('of blank lines only is read to its end without collecting them', () => {
    const reader = new CatalogueReader({ encoding: 'utf-8', bom: false }, LIMITS);
    for (let piece = 0; piece < 500; piece++) expect(reader.push(' ,\n'.repeat(2000))).toBeNull();
    expect(reader.end().faults).toMatchObject([{ code: 'no_rows' }]);
  });

  it('that is binary is told by its first piece, and not looked at any further', () => {
    const inspector = new SourceInspector();
    inspector.push(Buffer.alloc(1024));
    expect(inspector.binary).toBe('other');
  });
});
