import { columnProblems, readColumns } from './columns';

const rolesOf = (...headers: string[]) => readColumns(headers).map(({ role }) => role);

describe('the columns', () => {
  it.each([
    ...[
      'S. No.',
      'S. No',
      'S.No.',
      'Sno',
      'Sno.',
      'Serial Number',
      'serial_number',
      'SerialNumber',
      'Sr. No.',
    ].map(header => [header, 'serialNumber'] as const),
    ...['Product Name', 'product_name', 'ProductName', 'PRODUCT NAME'].map(
      header => [header, 'productName'] as const,
    ),
    ...['Input Image Urls', 'Input Image URLs', 'Input Image Url', 'Input Images', 'Image Urls'].map(
      header => [header, 'imageUrls'] as const,
    ),
    ...['input_image_urls', 'InputImageUrls'].map(header => [header, 'imageUrls'] as const),
    ...['Output Image Urls', 'Error Code', 'error_message'].map(header => [header, 'dropped'] as const),
    ...['Colour', 'Name', 'Image', 'constructor', '', '.'].map(header => [header, 'extra'] as const),
  ])('%j is %s', (header, role) => expect(rolesOf(header)).toEqual([role]));

  it('let the URLs go on under nameless headers only', () => {
    expect(rolesOf('Product Name', 'Image Urls', '', '')).toEqual([
      'productName',
      'imageUrls',
      'moreImageUrls',
      'moreImageUrls',
    ]);
    expect(rolesOf('Image Urls', '', 'Colour')).toEqual(['imageUrls', 'extra', 'extra']);
    expect(rolesOf('Image Urls', 'Output Image Urls', '')).toEqual(['imageUrls', 'dropped', 'extra']);
  });

  it('that are missing are all named, with the headers found', () => {
    const problems = columnProblems(readColumns(['S. No', 'Titel', '']), 2);
    expect(problems.map(({ code, column, row, line }) => ({ code, column, row, line }))).toEqual([
      { code: 'missing_column', column: 'Product Name', row: null, line: 2 },
      { code: 'missing_column', column: 'Input Image Urls', row: null, line: 2 },
    ]);
    expect(problems[0]?.message).toBe('There is no column Product Name. The headers found are: S. No, Titel');
  });

  it('that are doubled are named, with the headers found', () => {
    const problems = columnProblems(
      readColumns(['Product Name', 'product_name', 'Image Urls', 'Input Images']),
      1,
    );
    expect(problems.map(({ code, column }) => [code, column])).toEqual([
      ['duplicate_column', 'product_name'],
      ['duplicate_column', 'Input Images'],
    ]);
    expect(problems[0]?.message).toContain('Product Name, product_name, Image Urls, Input Images');
  });

  it('may be doubled where they mean nothing to us', () => {
    const columns = readColumns([
      'Product Name',
      'Image Urls',
      'Colour',
      'Colour',
      'Error Code',
      'Error Code',
    ]);
    expect(columnProblems(columns, 1)).toEqual([]);
  });

  it('are listed in bounded length', () => {
    const headers = Array.from({ length: 5000 }, (_, at) => `${at}`.repeat(50));
    expect(columnProblems(readColumns(headers), 1)[0]?.message.length).toBeLessThan(3000);
  });
});
