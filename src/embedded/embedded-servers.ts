import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LOOPBACK } from './free-port';
import { planPostgres } from './postgres-plan';
import { planRedis } from './redis-plan';
import { unprivilegedUser } from './run-as';
import { SupervisedServer, type ServerPlan } from './supervised-server';

export interface EmbeddedOptions {
  /** The data directory, locked by the caller (`lockDataDir`); the servers keep to its folder `embedded`. */
  dataDir: string;
  postgres: boolean;
  redis: boolean;
  /** Receives a sentence for each start and each failure; never a password. */
  log: (message: string) => void;
}

export interface EmbeddedServers {
  databaseUrl?: string;
  redisUrl?: string;
  /** Every address that the servers listen on, to be closed to what fetches foreign URLs. */
  listeners: { host: string; port: number }[];
  /** Stops the servers cleanly; call it last, when nobody needs them any more. */
  stop(): Promise<void>;
}

interface Started {
  url: string;
  port: number;
  stop(): Promise<void>;
}

/**
 * Starts real servers on free loopback ports, and first stops what a killed program left running on this data
 * directory. They outlive a Ctrl-C and are started again should they end by themselves.
 * @throws EmbeddedError when one cannot run here; then none is left running.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServers> {
  const home = join(resolve(options.dataDir), 'embedded');
  await mkdir(home, { recursive: true });
  const user = await unprivilegedUser();
  const [postgres, redis] = await allOrNone([
    options.postgres ? start(planPostgres(home, user), options.log) : undefined,
    options.redis ? start(planRedis(home, user), options.log) : undefined,
  ]);
  const started = [postgres, redis].filter(server => server !== undefined);
  return {
    databaseUrl: postgres?.url,
    redisUrl: redis?.url,
    listeners: started.map(({ port }) => ({ host: LOOPBACK, port })),
    stop: async () => void (await Promise.all(started.map(server => server.stop()))),
  };
}

async function start(
  planning: Promise<ServerPlan & { url(port: number): string }>,
  log: EmbeddedOptions['log'],
): Promise<Started> {
  const plan = await planning;
  const server = await SupervisedServer.start(plan, log);
  log(`Embedded ${plan.title} listens on ${LOOPBACK}:${server.port}`);
  if (plan.elsewhere)
    log(`Its data is in ${plan.elsewhere}, outside of DATA_DIR: back up both, or neither is of use`);
  return { url: plan.url(server.port), port: server.port, stop: () => server.stop() };
}

async function allOrNone(starts: (Promise<Started> | undefined)[]): Promise<(Started | undefined)[]> {
  const outcomes = await Promise.allSettled(starts.map(start => Promise.resolve(start)));
  const failure = outcomes.find(outcome => outcome.status === 'rejected');
  if (!failure) return outcomes.map(outcome => (outcome.status === 'fulfilled' ? outcome.value : undefined));
  for (const outcome of outcomes) if (outcome.status === 'fulfilled') await outcome.value?.stop();
  throw failure.reason;
}
