import { join, resolve } from 'node:path';
import { freePort } from '../../src/embedded/free-port';
import { planPostgres } from '../../src/embedded/postgres-plan';
import { stopRecorded } from '../../src/embedded/process-record';
import { planRedis } from '../../src/embedded/redis-plan';
import { unprivilegedUser } from '../../src/embedded/run-as';
import { ServerProcess } from '../../src/embedded/server-process';
import type { ServerPlan } from '../../src/embedded/supervised-server';
import { until } from './until';

type Plan = ServerPlan & { url(port: number): string };

/** A real Postgres or Redis on a port of its own that does what a test says: it may end, and come back there. */
export class OwnServer {
  readonly url: string;

  private constructor(
    private readonly plan: Plan,
    private readonly port: number,
  ) {
    this.url = plan.url(port);
  }

  static async postgres(home: string): Promise<OwnServer> {
    return OwnServer.begin(await planPostgres(resolve(home), await unprivilegedUser()));
  }

  static async redis(home: string): Promise<OwnServer> {
    return OwnServer.begin(await planRedis(resolve(home), await unprivilegedUser()));
  }

  private static async begin(plan: Plan): Promise<OwnServer> {
    const server = new OwnServer(plan, await freePort());
    await server.start();
    return server;
  }

  /** Resolves when it answers. The children of a Postgres that was killed hold its memory for a moment longer. */
  async start(): Promise<void> {
    const { plan, port } = this;
    await until('it starts', () => ServerProcess.start(plan.command(port), pid => plan.isReady(port, pid)));
  }

  /** Politely: connections are told. */
  stop(): Promise<void> {
    return stopRecorded(this.pidFile, this.plan.command(this.port).stopSignals);
  }

  /** Without a word. */
  kill(): Promise<void> {
    return stopRecorded(this.pidFile, ['SIGKILL']);
  }

  private get pidFile(): string {
    const { home, name } = this.plan.command(this.port);
    return join(home, `${name}.pid`);
  }
}
