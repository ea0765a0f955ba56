import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The command as it is built; another build of it may be named. */
export const COMMAND = process.env.DARKROOM_COMMAND ?? join(__dirname, '..', '..', 'dist', 'cli', 'main.js');

/** On a machine without a core to spare it takes a minute until a command has loaded what it needs. */
export const WITH_ITS_START = { timeoutMs: 180_000 };

/** Those that have not ended yet. */
const running = new Set<CommandProcess>();

/** The command line tool as a process of its own. Only `env` counts of the settings, not what the tests have. */
export class CommandProcess {
  out = '';
  err = '';
  private readonly ended: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.out += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.err += text));
    this.ended = once(child, 'close');
    running.add(this);
    child.once('close', () => running.delete(this));
  }

  static start(args: string[], env: Record<string, string> = {}, cwd?: string): CommandProcess {
    const { PATH = '', TMPDIR } = process.env;
    const inherited = { PATH, ...(TMPDIR && { TMPDIR }) };
    const child = spawn(process.execPath, [COMMAND, ...args], {
      cwd,
      env: { ...inherited, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new CommandProcess(child);
  }

  /** Ends what a test that failed has left running, and the servers that it started. */
  static async endAll(): Promise<void> {
    const left = [...running];
    for (const { child } of left) child.kill('SIGTERM');
    await Promise.all(left.map(({ ended }) => ended));
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Nobody reads on, as behind `| head`, or when a terminal is closed. */
  leave(): void {
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
  }

  interrupt(): void {
    this.child.kill('SIGINT');
  }

  async exitCode(): Promise<number | null> {
    await this.ended;
    return this.child.exitCode;
  }
}

/** Runs it to its end. */
export async function command(args: string[], env: Record<string, string> = {}, cwd?: string) {
  const started = CommandProcess.start(args, env, cwd);
  const exitCode = await started.exitCode();
  return { exitCode, out: started.out, err: started.err };
}
