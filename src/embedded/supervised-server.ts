import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port';
import { ServerProcess, type ServerCommand } from './server-process';

const START_TRIES = 3;
const RETRY_DELAY_MS = 1_000;

export interface ServerPlan {
  title: string;
  /** Where its data lies, if that is not in the data directory. */
  elsewhere?: string;
  command(port: number): ServerCommand;
  isReady(port: number, pid: number): Promise<boolean>;
}

/** A server on a port of its own that is started again, on the same port, when it ends without being told to. */
export class SupervisedServer {
  private readonly stopping = new AbortController();
  private readonly supervision: Promise<void>;

  private constructor(
    private readonly plan: ServerPlan,
    readonly port: number,
    private process: ServerProcess,
    private readonly log: (message: string) => void,
  ) {
    this.supervision = this.keepRunning();
  }

  static async start(plan: ServerPlan, log: (message: string) => void): Promise<SupervisedServer> {
    for (let attempt = 1; ; attempt++) {
      const port = await freePort();
      try {
        return new SupervisedServer(plan, port, await launch(plan, port), log);
      } catch (error) {
        // Another program may have taken the port in between, or sessions of a Postgres that was killed may
        // not have noticed yet and hold its memory.
        if (attempt === START_TRIES) throw error;
        await delay(RETRY_DELAY_MS);
      }
    }
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.process.stop();
    await this.supervision;
  }

  private async keepRunning(): Promise<void> {
    await this.process.exited;
    while (!this.stopping.signal.aborted) {
      this.log(`The embedded ${this.plan.title} ended unexpectedly; starting it again`);
      try {
        this.process = await launch(this.plan, this.port);
        if (this.stopping.signal.aborted) await this.process.stop(); // Told to while it was starting.
        await this.process.exited;
      } catch (error) {
        this.log(`The embedded ${this.plan.title} does not start: ${(error as Error).message}`);
        await delay(RETRY_DELAY_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }
}

function launch(plan: ServerPlan, port: number): Promise<ServerProcess> {
  return ServerProcess.start(plan.command(port), pid => plan.isReady(port, pid));
}
