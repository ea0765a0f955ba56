import { samples } from '../../../test/factories/images';
import { LINEAR, slowdown } from '../../../test/support/slowdown';
import { sniffFormat } from './sniff-format';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('sniffFormat', () => {
  it.each(Object.entries(samples))('knows a %s by its content', async (name, make) => {
    const format = /JPEG in TIFF|TIFF/.test(name)
      ? 'tiff'
      : (/JPEG|PNG|WebP|AVIF|GIF/.exec(name)?.[0].toLowerCase() ?? '');
    expect(sniffFormat(await make())).toEqual({ kind: 'supported', format });
  });

  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    [
      'SVG',
      '\xef\xbb\xbf<?xml version="1.0"?>\n<!-- made by hand -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">\n<svg>',
    ],
    ['SVG', '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg:svg xmlns:svg="x">'],
    ['PDF', '%PDF-1.7\n'],
    ['BMP', 'BM\x36\x10\0\0\0\0\0\0\x36\0\0\0'],
    ['ICO', '\0\0\x01\0\x01\0\x10\x10'],
    ['JPEG 2000', '\0\0\0\x0cjP  \r\n\x87\n'],
    ['JPEG XL', '\xff\x0a\0\0'],
    ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
    ['Photoshop', '8BPS\0\x01'],
    ['compressed (gzip), perhaps SVGZ', '\x1f\x8b\x08\0'],
  ])('names %s as unsupported', (name, head) => {
    expect(sniffFormat(bytes(head))).toEqual({ kind: 'unsupported', name });
  });

  it.each([
    ['a web page', '<!DOCTYPE html><html><body><svg></svg></body></html>'],
    ['JSON', '{"error": "not found"}'],
    ['text', 'Not found'],
    ['random bytes', '\x8a\x01\x99\xfe\x12\x77'],
    ['a feed', '<?xml version="1.0"?><rss></rss>'],
    ['a video', '\0\0\0\x18ftypmp42\0\0\0\0mp42isom'],
    ['the beginning of a JPEG marker', '\xff\xd8'],
  ])('takes %s for no image', (_, head) => {
    expect(sniffFormat(bytes(head))).toEqual({ kind: 'not_an_image' });
  });

  it('tells an empty file apart', () => {
    expect(sniffFormat(Buffer.alloc(0))).toEqual({ kind: 'empty' });
  });

  it('takes an AVIF whose major brand is the general one', () => {
    expect(sniffFormat(bytes('\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf'))).toEqual({
      kind: 'supported',
      format: 'avif',
    });
  });

  it.each<[string, string, string]>([
    ['comments that never end', '<?xml ', '<!--'],
    ['brackets in a doctype', '<!DOCTYPE svg ', ' ['],
    ['empty comments', '', '<!---->'],
    ['a netpbm head of spaces', 'P1 ', '# '],
    ['a netpbm head of comments', 'P1 ', '\n#'],
  ])('takes its time by the length of %s, not by its square', (_, start, piece) => {
    const hostile = (size: number) => {
      const head = bytes(start + piece.repeat(size / piece.length));
      return () => {
        for (let round = 0; round < 20; round++) sniffFormat(head);
      };
    };
    // 4,096 bytes at the most are looked at.
    expect(slowdown(512, hostile)).toBeLessThan(LINEAR);
  });
});
