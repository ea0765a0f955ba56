import { arrayLiteral, copyLine } from './copy-text';

describe('copyLine', () => {
  it('escapes what the format gives a meaning', () => {
    expect(copyLine(['a\tb', 'c\\d', 'e\r\nf', 7, null, ''])).toBe('a\\tb\tc\\\\d\te\\r\\nf\t7\t\\N\t\n');
  });
});

describe('arrayLiteral', () => {
  it('quotes every element', () => {
    expect(arrayLiteral([])).toBe('{}');
    expect(arrayLiteral(['a', 'b "c"', 'd\\e', '', 'NULL', '{f,g}'])).toBe(
      '{"a","b \\"c\\"","d\\\\e","","NULL","{f,g}"}',
    );
  });
});
