import { fixture, readAll, readProducts, skippedOf } from './spec-support';

const HEADER = 'S. No,Product Name,Colour,Image Urls\n';

describe('reading a catalogue', () => {
  it('takes the example of the contract', async () => {
    const urls = [1, 2, 3, 4].map(n => `https://www.example.com/image${n}.jpg`);
    expect(await readProducts(fixture('contract-example.csv'))).toMatchObject([
      {
        kind: 'product',
        row: 1,
        line: 2,
        serialNumber: 1,
        productName: 'SKU1',
        imageUrls: urls.slice(0, 2),
        extra: [],
      },
      {
        kind: 'product',
        row: 2,
        line: 3,
        serialNumber: 2,
        productName: 'SKU2',
        imageUrls: urls.slice(2),
        extra: [],
      },
    ]);
  });

  it('reads what is awkward as it is meant', async () => {
    const { layout, rows, faults } = await readAll([fixture('utf-8-bom.csv')]);
    expect(layout).toMatchObject({ delimiter: ';', encoding: 'utf-8', bom: true });
    expect(faults).toEqual([]);
    expect(rows[0]).toMatchObject({
      line: 2,
      serialNumber: 1,
      productName: 'Krümel – „fein“',
      imageUrls: ['https://img.example/w_300,h_200/ä.jpg', 'https://img.example/b.jpg'],
      extra: ['zwei\r\nZeilen; "ja"', '5"'],
    });
    expect(rows[1]).toMatchObject({
      line: 6,
      serialNumber: 2,
      productName: 'Café 😀 日本 €',
      imageUrls: ['https://img.example/c.jpg', 'https://img.example/d.jpg'],
      extra: ['=1+1', '3 x 4"'],
    });
    expect(rows[2]).toMatchObject({
      kind: 'skipped',
      row: 3,
      line: 7,
      cells: ['x', '', '', 'https://a b', ''],
    });
    expect(skippedOf(rows).flatMap(row => row.problems.map(({ code }) => code))).toEqual([
      'invalid_serial_number',
      'empty_product_name',
      'invalid_url',
    ]);
  });

  it.each([
    'utf-8.csv',
    'utf-8-bom.csv',
    'utf-16le.csv',
    'utf-16be.csv',
    'windows-1252.csv',
    'carriage-returns.csv',
  ])('gives the same rows of %s, wherever it is cut', async name => {
    const file = fixture(name);
    const whole = await readAll([file]);
    expect(whole.rows).toHaveLength(3);
    for (let cut = 1; cut < file.length; cut++) {
      expect(await readAll([file.subarray(0, cut), file.subarray(cut)])).toEqual(whole);
    }
    expect(await readAll([...file].map(byte => Buffer.from([byte])))).toEqual(whole);
  });

  it('gives the same rows in three pieces', async () => {
    const file = fixture('utf-16be.csv');
    const whole = await readAll([file]);
    for (let round = 0; round < 300; round++) {
      const [a = 0, b = 0] = [Math.random(), Math.random()]
        .map(part => Math.floor(part * file.length))
        .sort((x, y) => x - y);
      expect({
        a,
        b,
        ...(await readAll([file.subarray(0, a), file.subarray(a, b), file.subarray(b)])),
      }).toEqual({ a, b, ...whole });
    }
  });

  it.each([
    ['a space before the quote', '1, SKU, "a, b", https://a.example/1.jpg', 'a, b'],
    ['a space after the quote', '1,SKU,"a, b" ,https://a.example/1.jpg', 'a, b'],
    ['spaces inside the quotes', '1,SKU," a ",https://a.example/1.jpg', 'a'],
    ['a tab before the quote', '1,SKU,\t"a, b"\t,https://a.example/1.jpg', 'a, b'],
    ['text after the quote', '1,SKU,"a" b "c",https://a.example/1.jpg', 'a b "c"'],
    ['a quote within', '1,SKU,5" wide,https://a.example/1.jpg', '5" wide'],
    ['doubled quotes', '1,SKU,"""a"" b",https://a.example/1.jpg', '"a" b'],
    ['a quoted line break', '1,SKU,"a\nb\r\nc\rd",https://a.example/1.jpg', 'a\nb\r\nc\rd'],
    ['an empty quoted cell', '1,SKU,"",https://a.example/1.jpg', ''],
    ['a guarded formula', "1,SKU,'=1+1,https://a.example/1.jpg", '=1+1'],
    ['an apostrophe', "1,SKU,'tis,https://a.example/1.jpg", "'tis"],
  ])('understands %s, before LF, CRLF and CR', async (_, row, colour) => {
    for (const lineBreak of ['\n', '\r\n', '\r']) {
      const products = await readProducts(
        [HEADER.trim(), row, '2,Next,,https://a.example/2.jpg'].join(lineBreak),
      );
      expect(products.map(({ productName, extra }) => [productName, extra])).toEqual([
        ['SKU', [colour]],
        ['Next', ['']],
      ]);
    }
  });

  it('counts rows and lines, blank lines and lines in quotes too', async () => {
    const products = await readProducts(
      `\n,,\n${HEADER}\n1,A,"x\r\ny\rz",https://a.example/1.jpg\n;\t\n , ,"", \n2,B,,https://a.example/1.jpg\n`.replace(
        ';\t\n',
        '',
      ),
    );
    expect(products.map(({ row, line }) => [row, line])).toEqual([
      [1, 5],
      [2, 9],
    ]);
  });

  it('takes serial numbers that are not given for none', async () => {
    expect((await readProducts(`${HEADER},A,,https://a.example/1.jpg`))[0]?.serialNumber).toBeNull();
    expect(
      (await readProducts('Product Name,Image Urls\nA,https://a.example/1.jpg'))[0]?.serialNumber,
    ).toBeNull();
  });

  it('takes further cells for more URLs where the URL column is last', async () => {
    const [product] = await readProducts(
      'Product Name,Image Urls,,\nA,https://a.example/1.jpg,,"https://a.example/2.jpg;https://a.example/3.jpg",https://a.example/4.jpg',
    );
    expect(product?.imageUrls).toEqual([1, 2, 3, 4].map(n => `https://a.example/${n}.jpg`));
    expect(product?.extra).toEqual([]);
  });

  it('keeps cells beyond the headers where the URL column is not last', async () => {
    const [product] = await readProducts(
      'Image Urls,Product Name,Colour\nhttps://a.example/1.jpg,A,red,,more,,',
    );
    expect(product?.extra).toEqual(['red', '', 'more']);
  });

  it('drops the columns of an earlier output', async () => {
    const [product] = await readProducts(
      'Product Name,Image Urls,Output Image Urls,Colour,Error Code\nA,https://a.example/1.jpg,https://out.example/1.jpg,red,timeout',
    );
    expect(product).toMatchObject({ imageUrls: ['https://a.example/1.jpg'], extra: ['red'] });
  });

  it('replaces half surrogate pairs, which a database refuses', async () => {
    const file = Buffer.from('\ufeffProduct Name,Image Urls\nA\ud83dB😀,https://a.example/1.jpg', 'utf16le');
    expect((await readProducts(file))[0]?.productName).toBe('A\ufffdB😀');
  });

  it('lets other work have its turn', async () => {
    const row = '1,A,x,https://a.example/1.jpg\n'.replace('1,', ',');
    let turns = 0;
    const clock = setInterval(() => turns++, 1);
    await readAll([Buffer.from(HEADER + row.repeat(100_000))], { maxRows: 1e6, maxImages: 1e6 });
    clearInterval(clock);
    expect(turns).toBeGreaterThan(3);
  });
});
