import { servesCluster } from './postgres-leftovers';
import { postgresArguments, saysReady } from './postgres-server';

const lockFile = (pid: number, state: string) =>
  [pid, '/data/embedded/postgres', 1795167906, 40411, '', '127.0.0.1', '  1234 5', `${state}   `, ''].join(
    '\n',
  );

describe('Postgres', () => {
  it.each([
    ['ready', 4711, true],
    ['starting', 4711, false],
    ['stopping', 4711, false],
    ['ready', 4712, false], // The file of a server that crashed earlier.
  ])('whose file says %s for process %i is ready for 4711: %s', (state, pid, ready) => {
    expect(saysReady(lockFile(pid, state), 4711)).toBe(ready);
  });

  it('is not ready before it wrote all of the file', () => {
    expect(saysReady('', 4711)).toBe(false);
    expect(saysReady('4711\n/data', 4711)).toBe(false);
  });

  it('listens on loopback only, without a socket file', () => {
    expect(postgresArguments('/data', 5433)).toEqual(
      expect.arrayContaining(['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'port=5433']),
    );
  });

  it.each([
    ['/x/postgres -D /data/postgres -c port=1 ', true],
    ['/x/postgres -D /data/postgres-2 -c port=1 ', false],
    ['vi /data/postgres', false],
    ['', false],
  ])('is recognised by its arguments: %s', (commandLine, serves) => {
    expect(servesCluster(commandLine, '/data/postgres')).toBe(serves);
  });
});
