export { BatchedPickup } from './batched-pickup';
export { dataSourceOptions, migrationOptions } from './data-source-options';
export { GroupCommit } from './group-commit';
export { PacedAnswers } from './paced-answers';
export { postgresCode } from './postgres-code';
export { retryOnConflict } from './retry-on-conflict';
export { runMigrations } from './run-migrations';
export { tryTransactionLock } from './try-transaction-lock';
export { whileAlone } from './while-alone';
