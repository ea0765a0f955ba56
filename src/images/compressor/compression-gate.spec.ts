import { CompressionGate } from './compression-gate';

/** A task that ends when told to. */
function task(log: string[], name: string) {
  let end: () => void = () => undefined;
  const ended = new Promise<void>(resolve => (end = resolve));
  return {
    run: async () => {
      log.push(name);
      await ended;
    },
    end: () => end(),
  };
}

/** Everything that can go on without an end of a task has gone on. */
const settled = () => new Promise(setImmediate);

describe('CompressionGate', () => {
  it('lets in no more than its concurrency', async () => {
    const log: string[] = [];
    const gate = new CompressionGate(2, 1_000);
    const tasks = ['a', 'b', 'c'].map(name => task(log, name));
    const runs = tasks.map(({ run }) => gate.run('r', 1, run));
    await settled();
    expect(log).toEqual(['a', 'b']);
    tasks[0]?.end();
    await settled();
    expect(log).toEqual(['a', 'b', 'c']);
    tasks.forEach(({ end }) => end());
    await Promise.all(runs);
  });

  /** The order in which pictures of these requests get in when all of them wait for a first one. */
  async function order(requestIds: string[]): Promise<string[]> {
    const log: string[] = [];
    const gate = new CompressionGate(1, 1_000);
    const first = task([], 'first');
    const runs = [gate.run('first', 1, first.run)];
    for (const id of requestIds) runs.push(gate.run(id, 1, () => Promise.resolve(void log.push(id))));
    first.end();
    await Promise.all(runs);
    return log;
  }

  it('takes turns between requests', async () => {
    expect(await order(['a', 'a', 'b', 'b'])).toEqual(['a', 'b', 'a', 'b']);
  });

  it('lets go ahead who has few', async () => {
    const many = Array.from({ length: 5 }, () => 'many');
    expect(await order([...many, 'few', 'few'])).toEqual(['few', 'few', ...many]);
  });

  it('lets in who has many too, however many have few', async () => {
    const few = Array.from({ length: 60 }, (_, n) => `few ${n}`);
    const entered = await order(['many', 'many', 'many', ...few]);
    expect(entered.indexOf('many')).toBeLessThan(20);
  });

  it('keeps pictures that are too large together apart, and lets in one that is too large by itself', async () => {
    const log: string[] = [];
    const gate = new CompressionGate(4, 100);
    const tasks = ['60', '60 too', '200'].map(name => task(log, name));
    const runs = [60, 60, 200].map((bytes, index) => gate.run('r', bytes, tasks[index]!.run));
    for (const shown of [['60'], ['60', '60 too'], ['60', '60 too', '200']]) {
      await settled();
      expect(log).toEqual(shown);
      tasks[shown.length - 1]?.end();
    }
    await Promise.all(runs);
  });

  it('goes on after a task that fails', async () => {
    const gate = new CompressionGate(1, 100);
    await expect(gate.run('r', 1, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(gate.run('r', 1, () => Promise.resolve('fine'))).resolves.toBe('fine');
  });
});
