import { v7, validate, version } from 'uuid';
import { memberId } from './member-id';

describe('memberId', () => {
  const requestId = v7();
  const sequences = [0, 1, 3, 15, 16, 0xffff, 0x10000, 0xfffff, 0x100000, 9_999_999, 0xfffffffe, 0xffffffff];

  it('is a valid UUIDv7', () => {
    for (const sequence of sequences) {
      expect(validate(memberId(requestId, sequence))).toBe(true);
      expect(version(memberId(requestId, sequence))).toBe(7);
    }
  });

  it('rises with the sequence', () => {
    const ids = sequences.map(sequence => memberId(requestId, sequence));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is the same each time and another for another request', () => {
    expect(memberId(requestId, 7)).toBe(memberId(requestId, 7));
    expect(memberId(requestId, 7)).not.toBe(memberId(v7(), 7));
  });
});
