import { chunksInTurn } from './chunks-in-turn';

/** Items with so many chunks left; what is done, and what failed, in order. */
function work(left: Record<string, number>) {
  const done: string[] = [];
  const failures: string[] = [];
  let stopsAfter = Infinity;
  return {
    done,
    failures,
    stopAfter: (chunks: number) => (stopsAfter = chunks),
    run: (nextChunk: (id: string) => void = () => undefined) =>
      chunksInTurn(
        () => Promise.resolve(Object.keys(left).flatMap(id => (left[id] ? { id } : []))),
        ({ id }) => {
          done.push(id);
          nextChunk(id);
          return Promise.resolve(--left[id]! > 0);
        },
        { isStopping: () => done.length >= stopsAfter, failed: (_error, id) => failures.push(id) },
      ),
  };
}

describe('chunksInTurn', () => {
  it('does a chunk of each in turn until none has more', async () => {
    const { run, done } = work({ big: 3, small: 1, middle: 2 });
    await run();
    expect(done).toEqual(['big', 'small', 'middle', 'big', 'middle', 'big']);
  });

  it('takes what comes later into its next round', async () => {
    const left: Record<string, number> = { big: 3 };
    const { run, done } = work(left);
    await run(() => (left.late ??= 1));
    expect(done).toEqual(['big', 'big', 'late', 'big']);
  });

  it('goes on behind one that fails, tells of it once, and tries it again in the next call', async () => {
    const { run, done, failures } = work({ broken: 1, big: 2 });
    await run(id => {
      if (id === 'broken') throw new Error('statement timeout');
    });
    expect(done).toEqual(['broken', 'big', 'big']);
    expect(failures).toEqual(['broken']);
    await run();
    expect(done.slice(3)).toEqual(['broken']);
  });

  it('begins no chunk once it is told to stop', async () => {
    const { run, done, stopAfter } = work({ big: 3, small: 1 });
    stopAfter(3);
    await run();
    expect(done).toEqual(['big', 'small', 'big']);
  });
});
