import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Keeps something, makes garbage that lives for a while, and tells how far the heap grew. */
const PROGRAM = `
  require(process.argv[1]).limitHeapGrowth();
  const kept = Array.from({ length: 2_000_000 }, (_, n) => ({ n }));
  global.gc();
  const used = process.memoryUsage().heapUsed;
  let [most, passing] = [0, []];
  for (let n = 0; n < 8_000_000; n++) {
    passing.push({ n, text: 'x' + n });
    if (passing.length === 100_000) {
      passing = [];
      most = Math.max(most, process.memoryUsage().heapUsed);
    }
  }
  console.log(most / used, kept.length);
`;

describe('limitHeapGrowth', () => {
  it('lets the heap grow to about twice of what is in use', () => {
    const options = ['--expose-gc', '--max-semi-space-size=4', '-r', '@swc-node/register'];
    const program = ['-e', PROGRAM, join(__dirname, 'heap.settings')];
    const grown = execFileSync(process.execPath, [...options, ...program], { encoding: 'utf8' });
    expect(parseFloat(grown)).toBeLessThan(3.8);
  });
});
