import { join } from 'node:path';
import { types } from 'pg';
import { DataSourceOptions } from 'typeorm';
import { SnakeNamingStrategy } from './snake-naming.strategy';

// Counts and byte sums stay far below 2^53, so that int8 can be a number.
types.setTypeParser(types.builtins.INT8, Number);

const sourceRoot = join(__dirname, '..', '..');

/** How every process and the migration commands reach Postgres. */
export function dataSourceOptions(url: string, applicationName: string, poolSize = 10): DataSourceOptions {
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
      // A statement that hangs holds locks that everybody waits for.
      statement_timeout: 60_000,
      idle_in_transaction_session_timeout: 60_000,
    },
  };
}
