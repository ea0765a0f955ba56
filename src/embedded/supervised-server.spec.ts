import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecord } from './process-record';
import { type ServerPlan, SupervisedServer } from './supervised-server';

/** The number of looks at the server after it was told to stop, which has to wait for them. */
const LOOKS = 20;

describe('a server that is told to stop while it is started again', () => {
  let home: string;
  beforeEach(async () => (home = await mkdtemp(join(tmpdir(), 'darkroom-server-'))));
  afterEach(() => rm(home, { recursive: true }));

  const recorded = async () =>
    parseRecord(await readFile(join(home, 'server.pid'), 'utf8').catch(() => ''))?.pid;

  it('stays on record until it has ended, so that it is found if this program ends before', async () => {
    const started: number[] = [];
    const found: (number | undefined)[] = [];
    let toldToStop = false;
    let startsAgain!: () => void;
    const isStartedAgain = new Promise<void>(resolve => (startsAgain = resolve));
    const plan: ServerPlan = {
      title: 'server',
      command: () => ({
        name: 'server',
        home,
        program: process.execPath,
        args: ['--eval', 'setInterval(() => {}, 1_000)'],
        cwd: home,
        runAs: undefined,
        stopSignals: ['SIGTERM', 'SIGKILL'],
      }),
      isReady: async (_port, pid) => {
        if (!started.includes(pid)) started.push(pid);
        if (started.length === 1) return true;
        startsAgain();
        if (toldToStop) found.push(await recorded());
        return found.length === LOOKS;
      },
    };
    const server = await SupervisedServer.start(plan, () => undefined);
    process.kill(started[0]!, 'SIGKILL');
    await isStartedAgain;
    const stopped = server.stop();
    toldToStop = true;
    await stopped;

    expect(found).toEqual(Array.from({ length: LOOKS }, () => started[1]));
    expect(() => process.kill(started[1]!, 0)).toThrow('ESRCH');
    expect(await recorded()).toBeUndefined();
  });
});
