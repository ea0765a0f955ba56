import { dirname } from 'node:path';
import { IMAGE_FORMATS } from './compress/image-format';
import {
  baseName,
  isOutputKey,
  outputFile,
  outputStorageKey,
  parseOutputFile,
  RESULT_FOLDERS,
  storageKey,
} from './output-file';

describe('baseName', () => {
  it.each([
    ['https://a.example/shoes/red%20shoe.JPG', 'red-shoe'],
    ['https://a.example/Caf%C3%A9.png?v=2', 'Cafe'],
    ['https://a.example/%E9%9E%8B.png', 'image'],
    ['https://a.example/', 'image'],
    ['https://a.example/..%2F..%2Fetc%2Fpasswd', 'etc-passwd'],
    ['https://a.example/100%.jpg', '100'],
    ['https://a.example/a.b.c.webp', 'a.b.c'],
    ['https://a.example/' + 'x'.repeat(300) + '.jpg', 'x'.repeat(80)],
  ])('of %s is %s', (url, name) => expect(baseName(url)).toBe(name));
});

describe('outputFile', () => {
  const content = Buffer.from('picture');
  const file = outputFile('request-1', 'https://a.example/shoe.jpg', content, 'jpeg');

  it('is the same for the same request and content, and another for others', () => {
    expect(outputFile('request-1', 'https://b.example/shoe.jpg', content, 'jpeg')).toBe(file);
    expect(outputFile('request-2', 'https://a.example/shoe.jpg', content, 'jpeg')).not.toBe(file);
    expect(outputFile('request-1', 'https://a.example/shoe.jpg', Buffer.from('other'), 'jpeg')).not.toBe(
      file,
    );
  });

  it('leads back to where it is stored', () => {
    const parsed = parseOutputFile(file);
    expect(parsed && storageKey(parsed)).toMatch(/^images\/[0-9a-f]{2}\/[0-9a-f]{32}\.jpg$/);
  });

  it.each(IMAGE_FORMATS)('leads back to %s', format => {
    const parsed = parseOutputFile(outputFile('request-1', 'https://a.example/shoe', content, format));
    expect(parsed?.format).toBe(format);
  });

  it('leads to one of the folders that are made at the start', () => {
    expect(new Set(RESULT_FOLDERS).size).toBe(256);
    expect(RESULT_FOLDERS).toContain(dirname(outputStorageKey(file)!));
  });

  it.each([
    'shoe.jpg',
    '../x-0123456789abcdef0123456789abcdef.jpg',
    '0123456789abcdef0123456789abcdef.svg',
    '',
  ])('was never %j', name => expect(parseOutputFile(name)).toBeNull());
});

describe('isOutputKey', () => {
  const hash = '0123456789abcdef0123456789abcdef';

  it.each([`images/01/${hash}.jpg`, `images/01/${hash}.avif`])('knows %s', key =>
    expect(isOutputKey(key)).toBe(true),
  );

  it.each([
    ['another folder than the hash begins with', `images/02/${hash}.jpg`],
    ['a base name', `images/01/shoe-${hash}.jpg`],
    ['an extension that no result has', `images/01/${hash}.svg`],
    ['a further folder', `images/copy/01/${hash}.jpg`],
    ['another root', `pictures/01/${hash}.jpg`],
    ['no hash', 'images/logo.png'],
    ['nothing', ''],
  ])('does not take %s for one', (_what, key) => expect(isOutputKey(key)).toBe(false));
});
