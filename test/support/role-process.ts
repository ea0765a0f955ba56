import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { until } from './until';

/** One process of the program, from its sources, on servers that it shares with others. */
export class RoleProcess {
  private constructor(
    private readonly program: ChildProcess,
    readonly url: string,
    private readonly log: () => string,
  ) {}

  static async start(env: Record<string, string>): Promise<RoleProcess> {
    const program = spawn(process.execPath, ['-r', '@swc-node/register', 'src/main.ts'], {
      cwd: join(__dirname, '..', '..'),
      env: {
        ...process.env,
        PORT: '0',
        LOG_LEVEL: 'error',
        WEBHOOK_SECRET: 'only the tests know it',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '';
    for (const stream of [program.stdout, program.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (log += text));
    }
    const serves = () => {
      if (program.exitCode !== null) throw new Error(log);
      return / serves on (\S+)/.exec(log)?.[1];
    };
    const url = await until('the process serves', serves, { timeoutMs: 60_000 });
    return new RoleProcess(program, url, () => log);
  }

  /** At any instruction. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** As an operator does; it has to end cleanly. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
    if (this.program.exitCode !== 0) throw new Error(`Exit code ${this.program.exitCode}: ${this.log()}`);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.program.exitCode !== null || this.program.signalCode !== null) return;
    const ended = once(this.program, 'exit');
    this.program.kill(signal);
    await ended;
  }
}
