import { join } from 'node:path';
import { types } from 'pg';
import { DataSourceOptions } from 'typeorm';
import { SnakeNamingStrategy } from './snake-naming.strategy';

// Counts and byte sums stay far below 2^53, so that int8 can be a number.
types.setTypeParser(types.builtins.INT8, Number);

const sourceRoot = join(__dirname, '..', '..');

const LONGEST_STATEMENT_MS = 60_000;

/** How every process reaches Postgres. */
export function dataSourceOptions(url: string, applicationName: string, poolSize = 10): DataSourceOptions {
  // A statement that hangs holds locks that everybody waits for.
  return optionsWith(url, applicationName, poolSize, LONGEST_STATEMENT_MS);
}

/** How migrations do: an index of a large table takes its time, and so does the process that waits for another one. */
export function migrationOptions(url: string): DataSourceOptions {
  return optionsWith(url, 'darkroom-migrations', 2, 0);
}

/** @param longestMs of a statement, and of a transaction without one; 0: any */
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
