import { LINEAR, slowdown } from '../../test/support/slowdown';
import { imageUrlFault, isImageUrl, splitImageUrls } from './image-urls';

describe('splitting a cell of image URLs', () => {
  it.each<[cell: string, pieces: string[]]>([
    ['', []],
    [' , ; | ', []],
    ['https://a/1.jpg', ['https://a/1.jpg']],
    ['https://a/1.jpg,https://b/2.jpg', ['https://a/1.jpg', 'https://b/2.jpg']],
    ['https://a/1.jpg, https://b/2.jpg', ['https://a/1.jpg', 'https://b/2.jpg']],
    [
      'https://a/1.jpg;http://b/2.jpg|HTTPS://c/3.jpg',
      ['https://a/1.jpg', 'http://b/2.jpg', 'HTTPS://c/3.jpg'],
    ],
    [
      'https://a/1.jpg\nhttps://b/2.jpg\thttps://c/3.jpg',
      ['https://a/1.jpg', 'https://b/2.jpg', 'https://c/3.jpg'],
    ],
    ['https://a/1.jpg\u00a0https://b/2.jpg', ['https://a/1.jpg', 'https://b/2.jpg']],
    ['https://a/1.jpg, , https://c/3.jpg', ['https://a/1.jpg', 'https://c/3.jpg']],
    [',https://a/1.jpg,;| ', ['https://a/1.jpg']],
    ['https://img.example/w_300,h_200/a.jpg', ['https://img.example/w_300,h_200/a.jpg']],
    ['https://a/1;v=2|x.jpg', ['https://a/1;v=2|x.jpg']],
    [
      'https://a/w_1,h_2/a.jpg,https://a/w_3,h_4/b.jpg',
      ['https://a/w_1,h_2/a.jpg', 'https://a/w_3,h_4/b.jpg'],
    ],
    ['https://proxy/?u=https://x/y.jpg', ['https://proxy/?u=https://x/y.jpg']],
    ['https://cdn/fetch/w_300,https://x/y.jpg', ['https://cdn/fetch/w_300', 'https://x/y.jpg']],
    ['https://a/1.jpg,ftp://b/2.jpg', ['https://a/1.jpg', 'ftp://b/2.jpg']],
    ['http://a/1.jpg,www.b/2.jpg', ['http://a/1.jpg,www.b/2.jpg']],
    ['https://a/1.jpg, nothing', ['https://a/1.jpg, nothing']],
    ['nothing https://a/1.jpg', ['nothing', 'https://a/1.jpg']],
    ['://a', ['://a']],
    ['a, ://b', ['a, ://b']],
  ])('%j gives %j', (cell, pieces) => expect(splitImageUrls(cell)).toEqual(pieces));

  it('splits what it has joined in the same way', () => {
    const urls = ['https://a/w_1,h_2/a.jpg', 'https://proxy/?u=https://x/y.jpg', 'https://a/1;v=2|x.jpg'];
    expect(splitImageUrls(urls.join(', '))).toEqual(urls);
  });

  it.each<[string, (size: number) => string]>([
    ['one endless scheme', size => 'a'.repeat(size) + '://'],
    ['schemes only', size => 'a://'.repeat(size / 4)],
  ])('takes its time by the length of a cell of %s, not by its square', (_, cellOf) => {
    const splitting = (size: number) => {
      const cell = cellOf(size);
      expect(splitImageUrls(cell)).toHaveLength(1);
      return () => splitImageUrls(cell);
    };
    expect(slowdown(20_000, splitting)).toBeLessThan(LINEAR);
  });
});

/** Short as it is written; 1,200 characters as DNS would be asked for it. */
const LONG_UNICODE_HOST = Array.from({ length: 400 }, (_, n) => String.fromCodePoint(0x4e00 + 7 * n)).join(
  '',
);

describe('an image URL', () => {
  it.each([
    'https://a.example/1.jpg',
    'HTTP://A.example/1.jpg',
    'http://localhost:3000/x',
    'https://192.168.0.1/x.png',
    'https://010.0.0.1/x.png',
    'http://a.example:59999/1.jpg',
    'http://a.example:65535/1.jpg',
    'http://a.example:0080/1.jpg',
    'http://a.example:/1.jpg',
    'https://[::1]/x.png',
    'https://bücher.example/ä.jpg',
    'https://xn--bcher-kva.example/a.jpg',
    'https://user:secret@a.example/x',
    'https://a.example?x=1#y',
    `https://${'a.'.repeat(120)}example/1.jpg`,
    'https://a-b.c-d.example/w_300,h_200/a(1).jpg?x=%20&y={z}',
  ])('may be %s', url => expect(isImageUrl(url)).toBe(true));

  it('with letters beyond ASCII is one however often that was asked', () => {
    for (let time = 0; time < 50_000; time++) {
      if (!isImageUrl('https://bücher.example/ä.jpg')) throw new Error(`It is none the ${time}th time.`);
    }
  });

  it.each([
    '',
    'nothing',
    'www.example.com/1.jpg',
    'ftp://a.example/1.jpg',
    'https:/a.example/1.jpg',
    'https:a.example/1.jpg',
    'https:///a.example/1.jpg',
    'https://',
    'https://?x',
    'https://a b.example/1.jpg',
    'https://a.example/1 2.jpg',
    'https://a.example/1\u00012.jpg',
    'https://a.example:99999/1.jpg',
    'https://xn--a.example/1.jpg',
    'https://a.example:65536/1.jpg',
    'https://a.example:8x/1.jpg',
    'https://1.2.3.999/1.jpg',
    'https://1.2.3.256/1.jpg',
    'https://09.0.0.1/1.jpg',
    'https://1.2.3.4.5/1.jpg',
    'https://a.1/1.jpg',
    'https://a.example/1.jpg, nothing',
    'javascript://a.example/%0aalert(1)',
    `https://${'a.'.repeat(200)}example/1.jpg`,
    `https://${LONG_UNICODE_HOST}/1.jpg`,
  ])('is not %j', text => expect(isImageUrl(text)).toBe(false));
});

describe('the fault of an image URL', () => {
  const NOT_WHOLE =
    'holds what is not a valid http(s) URL. Write each URL whole, with http:// or https:// at its start';
  const SPACE = 'holds a URL with a space. Write %20 in its place';
  const CHARACTER =
    'holds a URL with a character that none can have, such as a space or a line break. Take it out';
  const HOST =
    'holds a URL whose host name or port cannot be. Correct what stands between its // and the next slash';
  const LOGIN = 'holds a URL with a user name or password. Use one that works without, such as a signed URL';

  it.each([
    ['https://a.example/1.jpg', null],
    ['https://a.example/@2x/1.jpg', null],
    ['www.example.com/1.jpg', NOT_WHOLE],
    ['ftp://a.example/1.jpg', NOT_WHOLE],
    ['https:///a.example/1.jpg', NOT_WHOLE],
    ['nothing at all', NOT_WHOLE],
    ['https://a.example/1.jpg, www.example.com/2.jpg', NOT_WHOLE],
    ['http://a.example/a b.jpg', SPACE],
    ['http://a.example/a\u00a0b.jpg', SPACE],
    ['http://a.example/1.jpg?title=a b', SPACE],
    ['http://a b.example/1.jpg', CHARACTER],
    ['http://a.example/a\nb.jpg', CHARACTER],
    ['http://a.example/a\u0001b.jpg', CHARACTER],
    ['http://a.example:70000/1.jpg', HOST],
    ['http://1.2.3.256/1.jpg', HOST],
    [`https://${'a.'.repeat(200)}example/1.jpg`, HOST],
    ['http://user:pw@host/p.jpg', LOGIN],
    ['https://user@a.example/1.jpg', LOGIN],
  ])('of %j is told with what to do: %s', (url, fault) => expect(imageUrlFault(url)).toBe(fault));
});
