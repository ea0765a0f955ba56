import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { until } from './until';

/** The service as it is built; another build of it may be named, to see a test fail without some mechanism. */
const MAIN = process.env.DARKROOM_MAIN ?? join(__dirname, '..', '..', 'dist', 'main.js');

/** How a process ended: its exit code, or the signal that ended it. */
export type End = number | NodeJS.Signals;

/** A real process of the service, which can be killed, stopped, and looked at from outside. */
export class ServiceProcess {
  private said = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly env: Record<string, string>,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.said += text));
    }
  }

  /**
   * In a process group of its own. Only `env` counts of the settings, not what the tests were started with. No
   * file that it writes gets larger than `largestFileKiB`, as if the disk were full.
   */
  static spawn(env: Record<string, string>, largestFileKiB?: number): ServiceProcess {
    const { PATH = '', NODE_V8_COVERAGE, TMPDIR } = process.env;
    const inherited = { PATH, ...(TMPDIR && { TMPDIR }), ...(NODE_V8_COVERAGE && { NODE_V8_COVERAGE }) };
    // A process that ignores the signal gets an error instead, in the middle of its file.
    const limit = `trap '' XFSZ; ulimit -f ${(largestFileKiB ?? 0) * 2}; exec "$@"`;
    const command = [...(largestFileKiB ? ['sh', '-c', limit, 'sh'] : []), process.execPath, MAIN];
    const child = spawn(command[0]!, command.slice(1), {
      detached: true,
      env: { ...inherited, PORT: '0', LOG_LEVEL: 'warn', RATE_LIMIT_PER_MINUTE: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ServiceProcess(child, env);
  }

  /** Resolves when it serves. @throws with its log when it ends before. */
  static async start(env: Record<string, string>): Promise<ServiceProcess> {
    const service = ServiceProcess.spawn(env);
    await service.serving();
    return service;
  }

  /** What it logged so far. */
  get log(): string {
    return this.said;
  }

  get pid(): number {
    return this.child.pid!;
  }

  get url(): string {
    const [, url] = / serves on (\S+)/.exec(this.said) ?? [];
    if (!url) throw new Error(`It does not serve: ${this.said}`);
    return url;
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  async serving(): Promise<void> {
    await until('the service serves', () => this.ended || this.said.includes(' serves on '), {
      timeoutMs: 60_000,
    });
    if (this.ended) throw new Error(`The service ended instead of serving: ${this.said}`);
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.ended) this.child.kill(signal);
  }

  /** As Ctrl-C does: the whole process group gets it. */
  interrupt(): void {
    process.kill(-this.pid, 'SIGINT');
  }

  async end(): Promise<End> {
    if (!this.ended) await once(this.child, 'exit');
    return this.child.exitCode ?? this.child.signalCode!;
  }

  /** At any instruction. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.end();
  }

  async stop(): Promise<End> {
    this.signal('SIGTERM');
    return this.end();
  }
}
