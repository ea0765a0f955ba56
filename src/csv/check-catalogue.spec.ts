import { CatalogueLimits } from './catalogue-limits';
import { checkCatalogue, isAcceptable } from './check-catalogue';
import { describeProblems } from './csv-problem';
import { fixture, inspect, ROOMY, streamOf } from './spec-support';

async function check(file: Buffer | string, limits: Partial<CatalogueLimits> = {}) {
  return checkCatalogue(streamOf(file), inspect(file), { ...ROOMY, ...limits });
}

const HEADER = 'Product Name,Image Urls\n';
const rows = (count: number) => 'A,https://a.example/1.jpg\n'.repeat(count);

describe('checking a catalogue', () => {
  it('counts what is in a good one', async () => {
    expect(await check(fixture('contract-example.csv'))).toEqual({
      layout: {
        delimiter: ',',
        encoding: 'utf-8',
        bom: false,
        columns: [
          { header: 'S. No', role: 'serialNumber' },
          { header: 'Product Name', role: 'productName' },
          { header: 'Input Image Urls', role: 'imageUrls' },
        ],
      },
      totalRows: 2,
      totalProducts: 2,
      totalImages: 4,
      skippedRows: 0,
      problems: [],
      totalErrors: 0,
      fatal: false,
    });
  });

  it('finds every problem of every row, with row, line and column', async () => {
    const report = await check(fixture('every-row-problem.csv'), { maxUrlsPerProduct: 3, maxUrlLength: 40 });
    const found = report.problems.map(({ row, line, column, code, value }) => [
      row,
      line,
      column,
      code,
      value,
    ]);
    expect(found).toEqual([
      [2, 4, 'Serial Number', 'duplicate_serial_number', '1'],
      [3, 6, 'Serial Number', 'invalid_serial_number', '1.5'],
      [4, 7, 'product_name', 'empty_product_name', null],
      [5, 8, 'Input Image Urls', 'no_image_url', null],
      [6, 9, 'Input Image Urls', 'invalid_url', 'https://a.example/5 6.jpg'],
      [7, 10, 'Input Image Urls', 'too_many_urls', null],
      [
        8,
        11,
        'Input Image Urls',
        'url_too_long',
        'https://a.example/far-too-long-for-the-limit-of-this-test.jpg',
      ],
      [9, 12, 'product_name', 'empty_product_name', null],
      [9, 12, 'Input Image Urls', 'invalid_url', 'ftp://a.example/x.jpg'],
    ]);
    expect(report).toMatchObject({
      totalRows: 9,
      totalProducts: 1,
      skippedRows: 8,
      totalErrors: 9,
      fatal: false,
    });
    expect(report.problems[0]?.message).toBe('Serial Number is the same as in row 1. Give each row its own');
    expect(report.problems[2]?.message).toBe('product_name is empty');
  });

  it.each([
    ['1.5', 'S. No is not a whole number. Correct it, or leave the cell empty'],
    ['9007199254740992', 'S. No is more than 9007199254740991. Correct it, or leave the cell empty'],
  ])('says what is wrong with the serial number %s', async (number, message) => {
    const report = await check(
      `S. No,Product Name,Input Image Urls\n${number},Shoe,https://a.example/1.jpg\n`,
    );
    expect(report.problems).toMatchObject([{ code: 'invalid_serial_number', value: number, message }]);
  });

  it.each(['user:secret@', 'user@', ':secret@'])(
    'refuses a URL with credentials (%s), which would not be fetched',
    async credentials => {
      const url = `https://${credentials}a.example/1.jpg`;
      const report = await check(`${HEADER}Shoe,${url}\nSock,https://a.example/@2x/1.jpg\n`);
      expect(report).toMatchObject({ totalProducts: 1, totalErrors: 1, fatal: false });
      expect(report.problems).toMatchObject([
        { row: 1, code: 'invalid_url', column: 'Image Urls', value: url },
      ]);
    },
  );

  it('takes a product name of 10,000 characters, and no longer one', async () => {
    const named = (length: number) => `${'n'.repeat(length)},https://a.example/1.jpg\n`;
    const report = await check(`${HEADER}${named(10_000)}${named(10_001)}`);
    expect(report).toMatchObject({ totalProducts: 1, totalErrors: 1, fatal: false });
    expect(report.problems).toMatchObject([
      { row: 2, code: 'product_name_too_long', column: 'Product Name' },
    ]);
    expect(report.problems[0]?.message).toBe(
      'Product Name has 10001 characters, at most 10000 are allowed. Shorten it',
    );
  });

  it.each([
    ['a quote that is not closed', fixture('unclosed-quote.csv').toString(), {}, 'unclosed_quote', 2, 3, 1],
    [
      'a quote in the header that is not closed',
      'Product Name,"Image Urls\nA,b\n',
      {},
      'unclosed_quote',
      null,
      1,
      0,
    ],
    ['a quote open after a cell of two lines', `${HEADER}"A\nB","https`, {}, 'unclosed_quote', 1, 3, 0],
    ['no rows', `${HEADER}\n,\n`, {}, 'no_rows', null, null, 0],
    ['one row too many', HEADER + rows(3), { maxRows: 2 }, 'too_many_rows', 3, 4, 2],
    ['one image too many', HEADER + rows(3), { maxImages: 2 }, 'too_many_images', 3, 4, 2],
    ['a column missing', 'Product Name,Bild\nA,b\n', {}, 'missing_column', null, 1, 0],
    ['a column doubled', `Image Urls,${HEADER}`, {}, 'duplicate_column', null, 1, 0],
  ])(
    'is not to be helped by skipping rows when it has %s',
    async (_, file, limits, code, row, line, totalRows) => {
      const report = await check(file, limits);
      expect(report).toMatchObject({
        fatal: true,
        totalErrors: 1,
        totalRows,
        problems: [{ code, row, line }],
      });
      expect(isAcceptable(report, 'skip')).toBe(false);
    },
  );

  it('takes as many rows and images as the limits allow', async () => {
    expect(await check(HEADER + rows(3), { maxRows: 3, maxImages: 3 })).toMatchObject({
      totalRows: 3,
      fatal: false,
    });
  });

  it('keeps the first thousand problems and counts the others', async () => {
    const report = await check(`${HEADER}${',x\n'.repeat(700)}A,"`, { maxRows: 2000 });
    expect(report.totalErrors).toBe(1401);
    expect(report.problems).toHaveLength(1000);
    expect(report.problems[0]?.code).toBe('unclosed_quote');
    expect(report.problems[1]?.row).toBe(1);
  });

  it('shows no more of a value than is needed to find it', async () => {
    const report = await check(`${HEADER}A,${'😀'.repeat(150)}\n`);
    expect(report.problems[0]?.value).toBe(`${'😀'.repeat(99)}…`);
  });

  it('accepts a file with some good rows only if the others may be skipped', async () => {
    const report = await check(`${HEADER}${rows(1)},x\n`);
    expect([isAcceptable(report, 'reject'), isAcceptable(report, 'skip')]).toEqual([false, true]);
    expect(isAcceptable(await check(`${HEADER},x\n`), 'skip')).toBe(false);
    expect(isAcceptable(await check(HEADER + rows(1)), 'reject')).toBe(true);
  });
});

describe('the detail of a refusal', () => {
  const problem = {
    row: 3,
    line: 4,
    column: 'Product Name',
    code: 'empty_product_name',
    message: 'Product Name is empty',
    value: null,
  } as const;

  it.each([
    [[problem], 12, 'Row 3 (line 4): Product Name is empty, and 11 more problems.'],
    [[problem], 2, 'Row 3 (line 4): Product Name is empty, and 1 more problem.'],
    [[problem], 1, 'Row 3 (line 4): Product Name is empty.'],
    [[{ ...problem, row: null, line: 1 }], 1, 'Line 1: Product Name is empty.'],
    [[{ ...problem, row: null, line: null }], 1, 'Product Name is empty.'],
    [[], 0, 'The file has no valid row.'],
  ])('begins with the first problem', (problems, total, detail) => {
    expect(describeProblems(problems, total)).toBe(detail);
  });
});
