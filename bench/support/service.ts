import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../../test/support/until';

/** A process of the built service, started as `npm start` does it. */
export class Service {
  private constructor(
    readonly url: string,
    /** Of the service itself. */
    readonly pid: number,
    private readonly starter: ChildProcess,
  ) {}

  /** @param logFile takes what it logs; it goes on behind what is there. */
  static async start(env: Record<string, string>, logFile: string): Promise<Service> {
    const { PATH = '', HOME = '' } = process.env;
    const log = await open(logFile, 'a');
    const begun = (await log.stat()).size;
    const starter = fork(join(__dirname, 'start-service.mjs'), {
      env: { PATH, HOME, ...env },
      execArgv: [],
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
    });
    const ended = once(starter, 'exit').then(() => [null]);
    const [pid] = (await Promise.race([once(starter, 'message'), ended])) as [number | null];
    const serves = async () => {
      const said = (await readFile(logFile, 'utf8')).slice(begun);
      if (starter.exitCode !== null) return { said };
      const [, url] = / serves on (\S+)/.exec(said) ?? [];
      return url && { url };
    };
    const { url, said } = await until('the service serves', serves, { timeoutMs: 120_000 });
    await log.close();
    if (!url || pid === null) throw new Error(`The service ended instead of serving: ${said}`);
    return new Service(url, pid, starter);
  }

  /** Resolves when it has ended by itself. */
  async stop(): Promise<void> {
    if (this.starter.exitCode !== null) return;
    const ended = once(this.starter, 'exit');
    this.starter.kill('SIGTERM');
    await ended;
  }

  /** It may have hours of work before it. */
  async kill(): Promise<void> {
    if (this.starter.exitCode !== null) return;
    const ended = once(this.starter, 'exit');
    process.kill(this.pid, 'SIGKILL');
    await ended;
  }
}
