import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Undoing } from './bench';

/**
 * A program of this folder in a process of its own, which answers one message at a time and ends with us: what it
 * costs is not ours, nor the service's.
 */
export class HelperProcess {
  private constructor(private readonly child: ChildProcess) {}

  /** @param program the file's name, without its extension */
  static start({ atEnd }: Undoing, program: string, args: string[] = []): HelperProcess {
    const helper = new HelperProcess(fork(join(__dirname, `${program}.ts`), args));
    atEnd(() => helper.stop());
    return helper;
  }

  /** Sends a message, if there is one to send, and waits for what it says. @throws when it ends instead. */
  async ask<T>(message?: object): Promise<T> {
    const ended = new AbortController();
    const answer = once(this.child, 'message', { signal: ended.signal }) as Promise<[T]>;
    const onExit = () => ended.abort();
    this.child.once('exit', onExit);
    if (message) this.child.send(message);
    const [found] = await answer;
    this.child.off('exit', onExit);
    return found;
  }

  stop(): void {
    this.child.kill();
  }
}
