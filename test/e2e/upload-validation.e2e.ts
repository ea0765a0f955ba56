import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { Darkroom, type Fields } from '../support/darkroom';
import { type Origin, startOrigin } from '../support/origin';
import { leavingNothing, refused } from '../support/refused-upload';

let origin: Origin;
let darkroom: Darkroom;
let good: string;

beforeAll(async () => {
  origin = await startOrigin();
  origin.serve('/a.jpg', await picture().jpeg().toBuffer());
  good = catalogue([{ urls: origin.url('/a.jpg') }]);
  darkroom = await Darkroom.start({
    ALLOWED_PRIVATE_HOSTS: origin.host,
    MAX_ROWS: '2000',
    MAX_IMAGES: '2500',
    MAX_URLS_PER_PRODUCT: '3',
    MAX_URL_LENGTH: '100',
  });
}, 90_000);
afterAll(async () => {
  await origin.close();
  await darkroom.stop();
});

describe('the content', () => {
  it('is refused with all its problems at once', async () => {
    const long = `http://shop.example.com/${'x'.repeat(100)}`;
    const lines = [
      'S. No.,Product Name,Input Image Urls',
      `1,Shoe,${origin.url('/a.jpg')}`,
      '2,Hat,"http://a.example/1.jpg, http://a.example/2.jpg',
      ' http://a.example/3.jpg"',
      '',
      '3,,http://a.example/1.jpg',
      'x,Bag,ftp://a.example/1.jpg',
      '1,Belt,',
      `,,"${long}"`,
      '7,Tie,"http://a.example/1,http://a.example/2,http://a.example/3,http://a.example/4"',
    ];
    const problem = await refused(darkroom, 422, 'invalid_catalogue', lines.join('\n'));
    expect(problem.errors.map(({ row, line, column, code }) => [row, line, column, code])).toEqual([
      [3, 6, 'Product Name', 'empty_product_name'],
      [4, 7, 'S. No.', 'invalid_serial_number'],
      [4, 7, 'Input Image Urls', 'invalid_url'],
      [5, 8, 'S. No.', 'duplicate_serial_number'],
      [5, 8, 'Input Image Urls', 'no_image_url'],
      [6, 9, 'Product Name', 'empty_product_name'],
      [6, 9, 'Input Image Urls', 'url_too_long'],
      [7, 10, 'Input Image Urls', 'too_many_urls'],
    ]);
    expect(problem.errors[2]).toEqual({
      row: 4,
      line: 7,
      column: 'Input Image Urls',
      code: 'invalid_url',
      message: expect.stringMatching(/^Input Image Urls /) as string,
      value: 'ftp://a.example/1.jpg',
    });
    expect(problem.total_errors).toBe(8);
    expect(problem.detail).toBe('Row 3 (line 6): Product Name is empty, and 7 more problems.');
  });

  it('with one problem is told of that one', async () => {
    const { detail } = await refused(
      darkroom,
      422,
      'invalid_catalogue',
      catalogue([{ name: ' ', urls: 'http://a.example/' }]),
    );
    expect(detail).toBe('Row 1 (line 2): Product Name is empty.');
  });

  it('with very many problems is told of the first 1,000 and how many there are', async () => {
    const rows = Array.from({ length: 1_500 }, () => ({ name: '', urls: 'http://a.example/1.jpg' }));
    const problem = await refused(darkroom, 422, 'invalid_catalogue', catalogue(rows));
    expect(problem.total_errors).toBe(1_500);
    expect(problem.errors.map(({ row }) => row)).toEqual(Array.from({ length: 1_000 }, (_, row) => row + 1));
    expect(problem.detail).toBe('Row 1 (line 2): Product Name is empty, and 1499 more problems.');
  });

  it.each([
    [
      'without a required column',
      'Name,Input Image Urls\nShoe,http://a.example/1.jpg\n',
      'missing_column',
      'Name, Input Image Urls',
    ],
    [
      'with a column twice',
      'Product Name,product_name,Image Urls\na,b,http://a.example/1.jpg\n',
      'duplicate_column',
      'product_name',
    ],
    ['with a header only', 'Product Name,Input Image Urls\n', 'no_rows', 'no data rows'],
    [
      'with an open quote',
      'Product Name,Image Urls\nShoe,"http://a.example/1.jpg\n',
      'unclosed_quote',
      'quote',
    ],
    [
      'with too many rows',
      `Product Name,Image Urls\n${'a,http://a.example/\n'.repeat(2_001)}`,
      'too_many_rows',
      '2000',
    ],
    [
      'with too many images',
      `Product Name,Image Urls\n${'a,http://a.example/ http://a.example/\n'.repeat(1_251)}`,
      'too_many_images',
      '2500',
    ],
  ])('%s is refused as a whole, even with on_invalid=skip', async (_, content, code, named) => {
    for (const on_invalid of ['reject', 'skip']) {
      const problem = await refused(darkroom, 422, 'invalid_catalogue', content, { on_invalid });
      expect(problem.errors.map(error => error.code)).toContain(code);
      expect(problem.detail).toContain(named);
    }
  });
});

describe('on_invalid=skip', () => {
  it('leaves the bad rows out and says how many', async () => {
    const urls = origin.url('/a.jpg');
    const content = catalogue([{ urls }, { name: '', urls }, { urls: 'nothing' }, { urls }]);
    const accepted = await darkroom.upload(content, { on_invalid: 'skip' });
    expect(accepted).toMatchObject({ total_products: 2, total_images: 2, skipped_rows: 2 });
    const status = await darkroom.finished(accepted.request_id);
    expect(status).toMatchObject({ status: 'completed', skipped_rows: 2, total_products: 2 });
    const products = await darkroom.products(accepted.request_id);
    expect(products.map(({ row, product_name }) => [row, product_name])).toEqual([
      [1, 'SKU1'],
      [4, 'SKU4'],
    ]);
    expect(status.failed_csv_url).toBe(`${darkroom.url}/api/download/${accepted.request_id}/failed`);
  });

  it('does not help when no row is left', async () => {
    const content = catalogue([{ name: '' }, { urls: 'nothing' }]);
    const problem = await refused(darkroom, 422, 'invalid_catalogue', content, { on_invalid: 'skip' });
    expect(problem.total_errors).toBe(3);
  });
});

describe('validate_only', () => {
  const validate = async (content: string, fields: Fields = {}) => {
    const ask = () => darkroom.post(content, { validate_only: 'true', ...fields }).expect(200);
    return (await leavingNothing(darkroom, ask)).body as unknown;
  };

  it('answers with the report and stores nothing', async () => {
    expect(await validate(good)).toEqual({
      valid: true,
      total_products: 1,
      total_images: 1,
      total_errors: 0,
      errors: [],
      columns: ['S. No.', 'Product Name', 'Input Image Urls'],
      delimiter: ',',
      encoding: 'utf-8',
    });
  });

  it('answers the same way for content with problems', async () => {
    const content =
      'Product Name;Image Urls\n;http://a.example/1.jpg\nHat;http://a.example/1.jpg http://a.example/2.jpg\n';
    const report = {
      total_products: 1,
      total_images: 2,
      total_errors: 1,
      errors: [
        {
          row: 1,
          line: 2,
          column: 'Product Name',
          code: 'empty_product_name',
          message: 'Product Name is empty',
          value: null,
        },
      ],
      columns: ['Product Name', 'Image Urls'],
      delimiter: ';',
      encoding: 'utf-8',
    };
    expect(await validate(content)).toEqual({ valid: false, ...report });
    expect(await validate(content, { on_invalid: 'skip' })).toEqual({ valid: true, ...report });
  });

  it('answers the same way for a file that cannot be used at all', async () => {
    expect(await validate('a,b\n1,2\n', { on_invalid: 'skip' })).toMatchObject({
      valid: false,
      errors: [{ code: 'missing_column' }, { code: 'missing_column' }],
    });
  });

  it('false is an upload', async () => {
    await darkroom.post(good, { validate_only: 'false' }).expect(202);
  });
});
