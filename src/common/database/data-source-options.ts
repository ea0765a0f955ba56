import { join } from 'node:path';
import { types } from 'pg';
import { DataSourceOptions } from 'typeorm';
import { SnakeNamingStrategy } from './snake-naming.strategy';

// Counts and byte sums stay far below 2^53, so that int8 can be a number.
types.setTypeParser(types.builtins.INT8, Number);

const sourceRoot = join(__dirname, '..', '..');

const LONGEST_STATEMENT_MS = 60_000;

/** The connection options of every process; no statement may run longer than a minute. */
export function dataSourceOptions(url: string, applicationName: string, poolSize = 10): DataSourceOptions {
  // A statement that hangs holds locks that everybody waits for.
  return optionsWith(url, applicationName, poolSize, LONGEST_STATEMENT_MS);
}

/**
 * The connection options of migrations, without a limit: an index of a large table takes its time, and so does waiting
 * for another process that migrates.
 */
export function migrationOptions(url: string): DataSourceOptions {
  return optionsWith(url, 'darkroom-migrations', 2, 0);
}

/** @param longestMs how long a statement, and a transaction without one, may take; 0: any time */
function optionsWith(
  url: string,
  applicationName: string,
  poolSize: number,
  longestMs: number,
): DataSourceOptions {
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
      statement_timeout: longestMs,
      idle_in_transaction_session_timeout: longestMs,
    },
  };
}
