export { BatchedPickup } from './batched-pickup';
export { dataSourceOptions, migrationOptions } from './data-source-options';
export { GroupCommit } from './group-commit';
export { retryOnConflict } from './retry-on-conflict';
export { runMigrations } from './run-migrations';
export { whileAlone } from './while-alone';
