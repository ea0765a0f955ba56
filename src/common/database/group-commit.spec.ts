import { QueryFailedError } from 'typeorm';
import { GroupCommit } from './group-commit';

/** The waits between tries are none. */
jest.mock('node:timers/promises', () => ({ setTimeout: () => new Promise(setImmediate) }));

const databaseError = (code: string) =>
  new QueryFailedError('INSERT', [], Object.assign(new Error(`code ${code}`), { code }));

function commit(write: (group: string[]) => Promise<void>, intervalMs = 1, enough?: () => number) {
  const refused: string[] = [];
  const away = jest.fn();
  const group = new GroupCommit<string>({
    intervalMs,
    enough,
    write,
    refused: item => Promise.resolve(void refused.push(item)),
    away,
  });
  return { group, refused, away };
}

describe('GroupCommit', () => {
  it('writes what comes in the same moment together, and never two groups at a time', async () => {
    const groups: string[][] = [];
    let running = 0;
    const { group } = commit(async items => {
      expect(++running).toBe(1);
      await new Promise(setImmediate);
      groups.push(items);
      running--;
    });
    await Promise.all([group.add('a'), group.add('b'), group.add('c')]);
    await group.add('d');
    expect(groups).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('waits for no others once one is urgent', async () => {
    const groups: string[][] = [];
    const { group } = commit(items => Promise.resolve(void groups.push(items)), 60_000);
    await group.add('after a pause');
    await Promise.all([group.add('a'), group.add('b', true)]);
    await group.add('c', true);
    expect(groups).toEqual([['after a pause'], ['a', 'b'], ['c']]);
  });

  it('waits for no others once there are enough', async () => {
    const groups: string[][] = [];
    const { group } = commit(
      items => Promise.resolve(void groups.push(items)),
      60_000,
      () => 2,
    );
    await group.add('after a pause');
    await Promise.all([group.add('a'), group.add('b')]);
    expect(groups).toEqual([['after a pause'], ['a', 'b']]);
  });

  it('waits for no others once a group is full', async () => {
    const groups: number[] = [];
    const { group } = commit(items => Promise.resolve(void groups.push(items.length)), 60_000);
    await group.add('after a pause');
    await Promise.all(Array.from({ length: 200 }, (_, n) => group.add(String(n))));
    expect(groups).toEqual([1, 200]);
  });

  it('waits for no others with what is urgent and does not fit into its group', async () => {
    const groups: number[] = [];
    const { group } = commit(items => Promise.resolve(void groups.push(items.length)), 60_000);
    await group.add('after a pause');
    await Promise.all(Array.from({ length: 250 }, (_, n) => group.add(String(n), n === 249)));
    expect(groups).toEqual([1, 200, 50]);
  });

  it('waits for no others when it is to hurry', async () => {
    const groups: string[][] = [];
    const { group } = commit(items => Promise.resolve(void groups.push(items)), 60_000);
    await group.add('after a pause');
    group.hurry();
    const added = [group.add('a'), group.add('b')];
    group.hurry();
    await Promise.all(added);
    expect(groups).toEqual([['after a pause'], ['a', 'b']]);
  });

  it('leaves out only the one that the database refuses', async () => {
    const written: string[] = [];
    const { group, refused } = commit(items => {
      if (items.includes('bad')) return Promise.reject(databaseError('22P05'));
      written.push(...items);
      return Promise.resolve();
    });
    await Promise.all(['a', 'bad', 'b'].map(item => group.add(item)));
    expect(written).toEqual(['a', 'b']);
    expect(refused).toEqual(['bad']);
  });

  it('tries again until the database is back', async () => {
    let failures = 1;
    const { group, away } = commit(() =>
      failures-- > 0 ? Promise.reject(databaseError('57P01')) : Promise.resolve(),
    );
    await group.add('a');
    expect(away).toHaveBeenCalledTimes(1);
  });

  it('gives up on one that is turned down over and over, and writes the others', async () => {
    const written: string[] = [];
    const { group, refused } = commit(items => {
      if (items.includes('bad')) return Promise.reject(databaseError('XX002'));
      written.push(...items);
      return Promise.resolve();
    });
    await Promise.all(['a', 'bad', 'b'].map(item => group.add(item)));
    expect(written).toEqual(['a', 'b']);
    expect(refused).toEqual(['bad']);
  });

  it('gives up on nothing while the database is away, however long that takes', async () => {
    let failures = 1_000;
    const { group, refused } = commit(() =>
      failures-- > 0 ? Promise.reject(databaseError('25006')) : Promise.resolve(),
    );
    await group.add('a');
    expect(refused).toEqual([]);
  });

  it('does not hold up a stop when the database is away', async () => {
    const { group } = commit(() => Promise.reject(new Error('connect ECONNREFUSED')));
    void group.add('a');
    await expect(group.stop()).resolves.toBeUndefined();
  });
});
