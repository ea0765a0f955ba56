import { join } from 'node:path';
import { types } from 'pg';
import { DataSourceOptions } from 'typeorm';
import { clientWithReadTimeout } from './read-timeout-client';
import { SnakeNamingStrategy } from './snake-naming.strategy';

// Counts and byte sums stay far below 2^53, so that int8 can be a number.
types.setTypeParser(types.builtins.INT8, Number);

const sourceRoot = join(__dirname, '..', '..');

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

const LONGEST_STATEMENT_MS = 60_000;

/** How long a transaction may do nothing: it holds locks, and its process may have died without a word. */
const LONGEST_PAUSE_MS = 15_000;

/** How much later than its limit a statement may have its answer: by then the server, or the way to it, is gone. */
const ANSWER_MS = 10_000;

/** The connection options of every process; no statement may run longer than a minute. */
export function dataSourceOptions(url: string, applicationName: string, poolSize = 10): PostgresOptions {
  // A statement that hangs holds locks that everybody waits for.
  return optionsWith(url, applicationName, poolSize, LONGEST_STATEMENT_MS);
}

/**
 * The connection options of migrations, without a limit: an index of a large table takes its time, and so does waiting
 * for another process that migrates.
 */
export function migrationOptions(url: string): PostgresOptions {
  return optionsWith(url, 'darkroom-migrations', 2, 0);
}

/** @param longestMs how long a statement, and a transaction without one, may take; 0: any time */
function optionsWith(
  url: string,
  applicationName: string,
  poolSize: number,
  longestMs: number,
): PostgresOptions {
  return {
    type: 'postgres',
    url,
    applicationName,
    entities: [join(sourceRoot, '**/*.entity.{js,ts}')],
    migrations: [join(sourceRoot, 'migrations/*.{js,ts}')],
    namingStrategy: new SnakeNamingStrategy(),
    synchronize: false,
    poolSize,
    extra: {
      connectionTimeoutMillis: 5_000,
      // A connection that only holds a lock has no answer to wait for, and notices by this that its server vanished.
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      ...(longestMs > 0 && { Client: clientWithReadTimeout(longestMs + ANSWER_MS) }),
      statement_timeout: longestMs,
      idle_in_transaction_session_timeout: longestMs && LONGEST_PAUSE_MS,
      // After a failover, connections to what is now a replica go by themselves.
      maxLifetimeSeconds: 300,
    },
  };
}
