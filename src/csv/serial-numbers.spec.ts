import { parseSerialNumber } from './serial-number';
import { SerialNumbers } from './serial-numbers';

describe('a serial number', () => {
  it.each([
    ['0', 0],
    ['7', 7],
    ['007', 7],
    ['1.0', 1],
    ['12.000', 12],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('%s is %d', (text, number) => expect(parseSerialNumber(text)).toBe(number));

  it.each(['', '1.5', '-1', '+1', '1e3', '1,000', 'A1', '1.', '0x10', '9007199254740992'])(
    'is not %j',
    text => expect(parseSerialNumber(text)).toBeNull(),
  );
});

describe('the serial numbers of a file', () => {
  it('name the row that had a number before', () => {
    const numbers = new SerialNumbers();
    expect(numbers.claim(0, 1)).toBeNull();
    expect(numbers.claim(5, 2)).toBeNull();
    expect(numbers.claim(5, 3)).toBe(2);
    expect(numbers.claim(0, 4)).toBe(1);
  });

  it('are told apart in order and out of order', () => {
    const numbers = new SerialNumbers();
    const inOrder = Array.from({ length: 20_000 }, (_, at) => at * 3);
    const outOfOrder = inOrder.map(number => number + 1).reverse();
    const given = [...inOrder, ...outOfOrder];
    expect(given.map((number, at) => numbers.claim(number, at + 1)).filter(row => row !== null)).toEqual([]);
    expect(given.map(number => numbers.claim(number, 99_999))).toEqual(given.map((_, at) => at + 1));
    expect(numbers.claim(2, 99_999)).toBeNull();
  });

  it('tell a hundred thousand numbers apart, beyond 32 bits too', () => {
    const numbers = new SerialNumbers();
    const numberOf = (row: number) => (row % 2 ? row : row * 2 ** 32 + 7);
    const earlier = Array.from({ length: 100_000 }, (_, at) => numbers.claim(numberOf(at + 1), at + 1));
    expect(earlier.every(row => row === null)).toBe(true);
    for (let row = 1; row <= 100_000; row += 977) expect(numbers.claim(numberOf(row), 999_999)).toBe(row);
  });
});
