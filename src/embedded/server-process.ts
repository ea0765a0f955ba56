import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedError } from './embedded.error';
import { processIdentity, safeEnvironment } from './process-identity';
import { recordProcess, stopProcess, stopRecorded } from './process-record';
import type { RunAs } from './run-as';
import { openServerLog, type ServerLog } from './server-log';

/** Crash recovery after a `kill -9` in the middle of heavy writing may take this long on a slow disk. */
const START_TIMEOUT_MS = 180_000;
const READY_POLL_MS = 5;

export interface ServerCommand {
  /** The name of the server: `<name>.pid` and `<name>.log` are in `home`. */
  name: string;
  home: string;
  program: string;
  args: string[];
  /** The standard input of the server, for secrets: the command line would show them to everybody. */
  input?: string;
  cwd: string;
  runAs: RunAs | undefined;
  /** Clears away what a crash left, once nothing of ours runs there any more. */
  beforeStart?(): Promise<void>;
  /** The stop signals, from polite to final; each is given its time before the next one. */
  stopSignals: readonly NodeJS.Signals[];
}

/** A server of ours that runs: in a process group of its own, so that a Ctrl-C reaches only the program. */
export class ServerProcess {
  private constructor(
    private readonly command: ServerCommand,
    private readonly child: ChildProcess,
    private readonly log: ServerLog,
    /** Resolves when it has ended, for whatever reason, and is no longer on record. */
    readonly exited: Promise<void>,
  ) {}

  /** Resolves when `isReady` does to true. @throws EmbeddedError with the end of its log when it ends before. */
  static async start(
    command: ServerCommand,
    isReady: (pid: number) => Promise<boolean>,
  ): Promise<ServerProcess> {
    // A server left by an earlier program that was killed is stopped rather than adopted, so that there is one way
    // to start, always with today's settings, and always as a child whose end is noticed.
    await stopRecorded(pidFile(command), command.stopSignals);
    await command.beforeStart?.();
    const server = await ServerProcess.spawn(command);
    try {
      await server.untilReady(isReady);
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  private static async spawn(command: ServerCommand): Promise<ServerProcess> {
    const log = await openServerLog(command.home, command.name);
    const child = spawn(command.program, command.args, {
      ...command.runAs,
      cwd: command.cwd,
      env: { ...safeEnvironment, TZ: 'UTC' },
      detached: true,
      stdio: ['pipe', log.fd, log.fd],
    });
    closeSync(log.fd);
    const exited = new Promise<void>(resolve => child.once('exit', resolve).once('error', () => resolve()))
      .then(() => rm(pidFile(command), { force: true }))
      // A record that stays does no harm: it names a process that is gone.
      .catch(() => undefined);
    // This happens at once and without a pause: an unrecorded process cannot be found after a kill -9.
    if (child.pid) recordProcess(pidFile(command), child.pid);
    child.stdin?.on('error', () => undefined).end(command.input);
    child.unref();
    return new ServerProcess(command, child, log, exited);
  }

  get hasExited(): boolean {
    return this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Stops the server; resolves when it has ended. */
  async stop(): Promise<void> {
    // Otherwise nothing keeps this process alive between the server's last breath and the news of it.
    this.child.ref();
    const { pid } = this.child;
    // The pid of a process that has ended may be somebody else's by now.
    const identity = pid && !this.hasExited && processIdentity(pid);
    if (pid && identity) await stopProcess(pid, identity, this.command.stopSignals);
    await this.exited;
  }

  private async untilReady(isReady: (pid: number) => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (this.child.pid === undefined || !(await isReady(this.child.pid))) {
      if (this.hasExited) throw await this.startFailure('ended at once');
      if (Date.now() > deadline) throw await this.startFailure('did not get ready in time');
      await delay(READY_POLL_MS);
    }
  }

  private async startFailure(what: string): Promise<EmbeddedError> {
    return new EmbeddedError(`${this.command.program} ${what}:\n${await this.log.tail()}`);
  }
}

function pidFile({ home, name }: ServerCommand): string {
  return `${home}/${name}.pid`;
}
