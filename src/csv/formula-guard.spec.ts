import { LINEAR, slowdown } from '../../test/support/slowdown';
import { cellText, guard, unguard } from './formula-guard';

describe('the guard against formulas', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+49 89 1234', "'+49 89 1234"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    ["'=1", "''=1"],
    ["'-5", "''-5"],
    ['-5', '-5'],
    ['+3.2', '+3.2'],
    ['-1e5', '-1e5'],
    ['-.5', '-.5'],
    ['-', "'-"],
    ["'quoted'", "'quoted'"],
    ['', ''],
    ['a=1', 'a=1'],
  ])('writes %j as %j', (cell, written) => expect(guard(cell)).toBe(written));

  it('takes off exactly what it has put on, for every beginning of a cell', () => {
    const characters = ["'", '=', '+', '-', '@', '\t', '\r', '5', 'x', ''];
    for (const a of characters) {
      for (const b of characters) {
        for (const c of characters) expect(unguard(guard(a + b + c))).toBe(a + b + c);
      }
    }
  });

  it('takes its time by the length of a cell, not by its square', () => {
    const digits = (length: number) => {
      const cell = `+${'1'.repeat(length)}x`;
      return () => guard(cell);
    };
    expect(slowdown(2_000, digits)).toBeLessThan(LINEAR);
  });

  it('leaves an apostrophe that guards nothing', () => {
    expect(cellText(" 'tis ")).toBe("'tis");
    expect(cellText(" '=1 ")).toBe('=1');
  });
});
