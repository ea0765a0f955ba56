import { v7 as uuidv7 } from 'uuid';
import { firstIdAt } from './first-id-at';

describe('the first id of a time', () => {
  const time = Date.parse('2026-03-01T12:00:00.123Z');

  it('is above the ids of the time before, and above none of its own', () => {
    const highest = uuidv7({ msecs: time - 1, seq: 0xffff_ffff, random: new Uint8Array(16).fill(0xff) });
    const lowest = uuidv7({ msecs: time, seq: 0, random: new Uint8Array(16) });
    expect(firstIdAt(time) > highest).toBe(true);
    expect(firstIdAt(time) <= lowest).toBe(true);
  });

  it('of one before 1970 is that of 1970', () => {
    expect(firstIdAt(-1)).toBe(firstIdAt(0));
  });
});
