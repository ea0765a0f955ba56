import { join } from 'node:path';
import { programSearchPath } from './embedded.settings';
import { keptPassword } from './password';
import { findRedis } from './redis-binary';
import { REDIS_STOP, redisConfig, redisIsReady, redisUrl } from './redis-server';
import type { RunAs } from './run-as';
import type { ServerPlan } from './supervised-server';

/** Prepares the start: the program and the password. */
export async function planRedis(
  home: string,
  runAs: RunAs | undefined,
): Promise<ServerPlan & { url(port: number): string }> {
  const [program, password] = await Promise.all([
    findRedis(runAs, programSearchPath()),
    keptPassword(join(home, 'redis.password')),
  ]);
  return {
    title: 'Redis',
    command: port => ({
      name: 'redis',
      home,
      program,
      args: ['-'],
      input: redisConfig(port, password),
      cwd: '/', // It writes no file, and its user may not reach our folder.
      runAs,
      stopSignals: REDIS_STOP,
    }),
    isReady: port => redisIsReady(port, password),
    url: port => redisUrl(port, password),
  };
}
