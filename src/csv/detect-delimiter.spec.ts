import { detectDelimiter } from './detect-delimiter';
import { readProducts } from './spec-support';

describe('the delimiter', () => {
  it.each([
    ['Product Name,Input Image Urls\n', ','],
    ['Product Name;Input Image Urls\n', ';'],
    ['Product Name\tInput Image Urls\n', '\t'],
    ['Product Name|Input Image Urls\n', '|'],
    ['"Size, colour; more, or less";Product Name;Image Urls\n', ';'],
    ['Size, colour, weight, more\tProduct Name\tImage Urls\n', '\t'],
    ['"Product Name", "Input Image Urls"\n', ','],
    ['Product Name;Bilder, alle, im Netz\n', ';'],
    ['Name;Url;Note, long\n', ';'],
    ['Product Name\n', ','],
    ['Size, "inch;Product Name;Image Urls\n', ';'],
  ])('of %j is %j', (head, delimiter) => expect(detectDelimiter(head, true)).toBe(delimiter));

  it('is known once both required headers are, whatever another delimiter would make of the header', () => {
    expect(detectDelimiter('Size, "inch;Product Name;Image Urls\n', false)).toBe(';');
  });

  it('is not guessed from a header that goes on', () => {
    expect(detectDelimiter('Product Name;Input, Image', false)).toBeNull();
    expect(detectDelimiter('Product Name,"Note\n', false)).toBeNull();
  });

  it.each([',', ';', '\t', '|'])('may be named by a first line: sep=%s', async delimiter => {
    const header = ['Product Name', 'Note', 'Image Urls'].join(delimiter);
    const row = ['A', '"x,y;z|"', 'https://a.example/1.jpg'].join(delimiter);
    const [product] = await readProducts(`\ufeffsep=${delimiter}\r\n${header}\r\n${row}`);
    expect(product).toMatchObject({ row: 1, line: 3, productName: 'A', extra: ['x,y;z|'] });
  });
});
