import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { until } from './until';
import { TEST_SECRET } from './webhook-secret';

/** What a test need not say: no limit of calls, little to read in the log, and a secret for webhooks. */
const SETTINGS = {
  PORT: '0',
  LOG_LEVEL: 'error',
  RATE_LIMIT_PER_MINUTE: '0',
  WEBHOOK_SECRET: TEST_SECRET,
};

/** A process of the service, run from its sources by `main.ts`, on servers that the settings name. */
export class SourceProcess {
  private constructor(
    private readonly program: ChildProcess,
    readonly url: string,
    /** What it logged so far. */
    readonly log: () => string,
  ) {}

  /** Resolves when it serves. @throws with its log when it ends before. */
  static async start(env: Record<string, string>): Promise<SourceProcess> {
    const program = spawn(process.execPath, ['-r', '@swc-node/register', 'src/main.ts'], {
      cwd: join(__dirname, '..', '..'),
      env: { ...process.env, ...SETTINGS, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '';
    for (const stream of [program.stdout, program.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (log += text));
    }
    const url = await until(
      'the service serves, or has ended',
      () => (hasEnded(program) ? 'nowhere' : / serves on (\S+)/.exec(log)?.[1]),
      { timeoutMs: 60_000 },
    );
    if (hasEnded(program)) throw new Error(`The service did not start: ${log}`);
    return new SourceProcess(program, url, () => log);
  }

  get pid(): number {
    return this.program.pid!;
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
    if (hasEnded(this.program)) return;
    const ended = once(this.program, 'exit');
    this.program.kill(signal);
    await ended;
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;
