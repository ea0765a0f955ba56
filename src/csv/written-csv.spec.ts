import { CatalogueLayout } from './catalogue-layout';
import { MAX_COLUMNS, maxRowLength } from './catalogue-limits';
import { CatalogueRow } from './catalogue-row';
import { outputCsv } from './output-csv';
import { archiveFilename, outputFilename, rejectsFilename } from './output-filename';
import { rejectsCsv, skippedRowReason } from './rejects-csv';
import { fixture, readAll, readProducts, Reading, ROOMY } from './spec-support';

const reason = { code: 'timeout', message: 'https://a.example/1.jpg: took too long' };

function layoutOf({ layout }: Reading): CatalogueLayout {
  if (!layout) throw new Error('The header was not read.');
  return layout;
}

function writeOutput(reading: Reading): string {
  const csv = outputCsv(layoutOf(reading));
  const records = reading.rows.map(row =>
    row.kind === 'product'
      ? csv.productRow(
          row,
          row.imageUrls.map((_, at) => `https://out.example/${at}.jpg`),
        )
      : csv.skippedRow(row.cells),
  );
  return csv.header + records.join('');
}

function writeRejects(reading: Reading): string {
  const csv = rejectsCsv(layoutOf(reading));
  const records = reading.rows.map(row =>
    row.kind === 'product'
      ? csv.productRow(row, reason)
      : csv.skippedRow(row.cells, skippedRowReason(row.problems)),
  );
  return csv.header + records.join('');
}

const IMAGE = 'https://a.example/1.jpg';
const wide = (columns: number) => {
  const more = ',x'.repeat(columns - 2);
  return `Product Name,Image Urls${more}\nA,${IMAGE}${more}\n`;
};
const deep = (cells: number) => `Product Name,Image Urls,x\nA,${IMAGE}${',y'.repeat(cells - 2)}\n`;
/** In no quotes, quotes are just characters. */
function long(more = 0): string {
  const urls = Array.from({ length: ROOMY.maxUrlsPerProduct }, (_, at) =>
    `${IMAGE}?${at}`.padEnd(ROOMY.maxUrlLength, 'x'),
  );
  const cell = urls.join(' ');
  const quotes = '"'.repeat(100_000);
  const rest = maxRowLength(ROOMY) - `A${urls.join('')}${quotes}`.length + more;
  return `Product Name;Image Urls;Note\nA;${cell};${'x'.repeat(rest)}${quotes}\n`;
}

/** As a file comes: a record that is longer than a piece has to be collected. */
const inPieces = (text: string) => text.match(/[^]{1,65536}/g) ?? [];

/** Rows without their lines and weights, which change with blank lines, quoted line breaks and dropped columns. */
function essence(rows: readonly CatalogueRow[]) {
  return rows.map(({ line: _line, weight: _weight, ...row }) =>
    row.kind === 'product' ? row : { ...row, problems: row.problems.map(({ code, value }) => [code, value]) },
  );
}

describe('the output CSV', () => {
  it('has the outputs right after the inputs, each in its place', async () => {
    const reading = await readAll([
      'S. No,Product Name,Image Urls,Colour\n,A,https://a.example/1.jpg https://a.example/2.jpg|https://a.example/3.jpg,red\n2,,x,blue\n',
    ]);
    const csv = outputCsv(layoutOf(reading));
    const [product, skipped] = reading.rows;
    expect(csv.header).toBe('S. No,Product Name,Image Urls,Output Image Urls,Colour\r\n');
    expect(product?.kind === 'product' && csv.productRow(product, ['https://o/1', null, 'https://o/3'])).toBe(
      ',A,"https://a.example/1.jpg, https://a.example/2.jpg, https://a.example/3.jpg","https://o/1, , https://o/3",red\r\n',
    );
    expect(skipped?.kind === 'skipped' && csv.skippedRow(skipped.cells)).toBe('2,,x,,blue\r\n');
  });

  it.each([
    ['utf-8.csv', false],
    ['utf-8-bom.csv', true],
    ['utf-16le.csv', true],
    ['windows-1252.csv', true],
  ])('of %s keeps the delimiter, and begins with a byte order mark: %s', async (name, bom) => {
    const output = writeOutput(await readAll([fixture(name)]));
    expect(output.startsWith('\ufeffS. No.;Product Name;')).toBe(bom);
    expect(output.startsWith('S. No.;Product Name;')).toBe(!bom);
  });

  it('guards what a spreadsheet would run, headers too', async () => {
    const reading = await readAll(['Product Name,=x,Image Urls\n@A,-5,https://a.example/1.jpg\n+B,-5+5,\n']);
    expect(writeOutput(reading)).toBe(
      "Product Name,'=x,Image Urls,Output Image Urls\r\n" +
        "'@A,-5,https://a.example/1.jpg,https://out.example/0.jpg\r\n'+B,'-5+5,,\r\n",
    );
  });
});

describe('what is written reads back the same', () => {
  const ragged =
    'Product Name;Image Urls;;\nA;https://a.example/1.jpg;https://a.example/2.jpg\n;https://a.example/1.jpg;;https://b.example/2.jpg\n';
  const beyond = 'Image Urls|Product Name\nhttps://a.example/1.jpg|A||more|\nx|B|and|more\n';

  it.each([
    ...['utf-8.csv', 'utf-8-bom.csv', 'utf-16be.csv', 'windows-1252.csv', 'contract-example.csv'].map(
      name => [name, fixture(name)] as const,
    ),
    ['every-row-problem.csv', fixture('every-row-problem.csv')] as const,
    ['further URLs in further cells', Buffer.from(ragged)] as const,
    ['cells beyond the headers', Buffer.from(beyond)] as const,
  ])('%s', async (_, file) => {
    const reading = await readAll([file]);
    for (const write of [writeOutput, writeRejects]) {
      const again = await readAll([write(reading)]);
      expect(again.faults).toEqual([]);
      expect(essence(again.rows)).toEqual(essence(reading.rows));
    }
  });

  it.each([
    ['as many columns as there may be', wide(MAX_COLUMNS)],
    ['as many cells as there may be below few headers', deep(MAX_COLUMNS)],
    ['a row as long as there may be, with many quotes', long()],
  ])('%s', async (_, file) => {
    const reading = await readAll(inPieces(file));
    expect(reading).toMatchObject({ faults: [], rows: [{ kind: 'product' }] });
    for (const write of [writeOutput, writeRejects]) {
      const again = await readAll(inPieces(write(reading)));
      expect(again.faults).toEqual([]);
      expect(essence(again.rows)).toEqual(essence(reading.rows));
      // And what is written of that.
      expect((await readAll(inPieces(write(again)))).faults).toEqual([]);
    }
  });

  it.each([
    ['columns', wide(MAX_COLUMNS + 1)],
    ['cells', deep(MAX_COLUMNS + 1)],
    ['characters', long(1)],
  ])(
    'and one with more %s is refused at once, though it would have room for what is added',
    async (_, file) => {
      expect((await readAll([file])).faults).toHaveLength(1);
    },
  );

  it('every cell text, in every column', async () => {
    const pieces = [
      "'",
      '=',
      '-5',
      '+',
      '@',
      '\t',
      '\r',
      '\n',
      '"',
      ',',
      ';',
      '|',
      ' ',
      'x',
      'sep=',
      '\u00e4',
      '😀',
    ];
    const texts = pieces.flatMap(a => pieces.flatMap(b => pieces.map(c => `${a}${b}${c}`)));
    for (const delimiter of [',', ';', '\t', '|'] as const) {
      const layout: CatalogueLayout = {
        delimiter,
        encoding: 'utf-8',
        bom: false,
        columns: [
          { header: 'Note', role: 'extra' },
          { header: 'Product Name', role: 'productName' },
          { header: 'Image Urls', role: 'imageUrls' },
          { header: 'End', role: 'extra' },
        ],
      };
      const csv = outputCsv(layout);
      const cells = texts.map(text => text.trim());
      const written = cells.map(text =>
        csv.productRow(
          {
            serialNumber: null,
            productName: 'A',
            imageUrls: ['https://a.example/1.jpg'],
            extra: [text, text],
          },
          [null],
        ),
      );
      const { rows } = await readAll([csv.header + written.join('')], { maxRows: 10_000, maxImages: 10_000 });
      expect(rows.map(row => row.kind === 'product' && row.extra)).toEqual(cells.map(text => [text, text]));
    }
  });
});

describe('the rejects CSV', () => {
  it('has the original rows whole, and why', async () => {
    const reading = await readAll([
      'Product Name,Image Urls,\nA,https://a.example/1.jpg\n,https://a.example/1.jpg,x\n',
    ]);
    expect(writeRejects(reading)).toBe(
      'Product Name,Image Urls,Error Code,Error Message\r\n' +
        'A,https://a.example/1.jpg,timeout,https://a.example/1.jpg: took too long\r\n' +
        ',"https://a.example/1.jpg, x","empty_product_name, invalid_url",' +
        '"Product Name is empty; Image Urls holds what is not a valid http(s) URL. Write each URL whole, with http:// or https:// at its start: x"\r\n',
    );
  });

  it('can be uploaded as it is once it is corrected', async () => {
    const reading = await readAll([fixture('contract-example.csv')]);
    const again = await readProducts(writeRejects(reading));
    expect(essence(again)).toEqual(essence(reading.rows));
  });
});

describe('the file name', () => {
  it.each([
    ['catalogue.csv', 'catalogue-output.csv', 'catalogue-failed.csv', 'catalogue.zip'],
    ['My.Shop.TSV', 'My.Shop-output.csv', 'My.Shop-failed.csv', 'My.Shop.zip'],
  ])('of %s is %s, %s and %s', (upload, ...names) => {
    expect([outputFilename(upload), rejectsFilename(upload), archiveFilename(upload)]).toEqual(names);
  });
});
