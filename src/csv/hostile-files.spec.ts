import { CatalogueLimits, maxRecordLength } from './catalogue-limits';
import { SourceInspector } from './inspect-source';
import { CatalogueReader } from './catalogue-reader';
import { readCatalogue } from './read-catalogue';
import { ROOMY } from './spec-support';

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
    ['one endless line', '', 'x', 'missing_column', null, 1],
    ['endless columns', '', ',', 'missing_column', null, 1],
    ['an endless row', header + good, 'x', 'too_many_urls', 2, 3],
    ['endless cells', header + good, ',', 'too_many_urls', 2, 3],
    ['a quote that never closes', `${header}${good}B,"\n`, 'x\n', 'unclosed_quote', 2, 3],
    ['a quote of doubled quotes', `${header}${good}B,"`, '""', 'unclosed_quote', 2, 3],
    ['a quoted header that never closes', '"Product Name', 'x', 'unclosed_quote', null, 1],
  ])('%s is given up in bounded memory', async (_, start, chunk, code, row, line) => {
    const { faults, length } = await readEndless(start, chunk);
    expect(faults).toMatchObject([{ code, row, line }]);
    expect(faults[0]?.value?.length).toBeLessThanOrEqual(200);
    expect(length).toBeLessThan(2 * maxRecordLength(LIMITS));
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
