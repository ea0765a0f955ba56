import { fixture, inspect } from './spec-support';

describe('inspecting a file', () => {
  it.each([
    ['utf-8.csv', 'utf-8', false],
    ['utf-8-bom.csv', 'utf-8', true],
    ['utf-16le.csv', 'utf-16le', true],
    ['utf-16be.csv', 'utf-16be', true],
    ['windows-1252.csv', 'windows-1252', false],
  ])('%s is %s, cut at any byte', (name, encoding, bom) => {
    const file = fixture(name);
    for (let cut = 0; cut <= file.length; cut++) {
      const inspection = inspect(file.subarray(0, cut), file.subarray(cut));
      expect(inspection).toEqual({ encoding, bom, empty: false, binary: null });
    }
  });

  it('sees the one byte at the very end that is not UTF-8', () => {
    const ascii = Buffer.alloc(100_000, 'a');
    expect(inspect(ascii, Buffer.from([0xe4])).encoding).toBe('windows-1252');
    expect(inspect(ascii, Buffer.from([0xe4, 0xc4, 0x20])).encoding).toBe('windows-1252');
  });

  it.each([
    ['a workbook', [Buffer.from('PK'), Buffer.from('\x03\x04\x14\0')], 'xlsx'],
    ['UTF-16 without a byte order mark', [Buffer.from('Name,Urls', 'utf16le')], 'other'],
    ['a NUL at the end', [Buffer.alloc(1000, 'a'), Buffer.from('\0')], 'other'],
    ['a NUL in UTF-16', [Buffer.from('\ufeffab\0', 'utf16le')], 'other'],
    [
      'UTF-16 with a zero byte at the end of one unit and the start of the next',
      [Buffer.from('\ufeffaĀ', 'utf16le')],
      null,
    ],
  ])('tells %s', (_, chunks, binary) => {
    expect(inspect(...chunks).binary).toBe(binary);
  });

  it.each([
    ['no byte', '', true],
    ['a byte order mark', '\ufeff', true],
    ['blank lines', ' \r\n\t\n', true],
    ['a letter', '\n a', false],
  ])('knows whether a file of %s (%j) is empty', (_, text, empty) => {
    expect(inspect(Buffer.from(text)).empty).toBe(empty);
  });
});
