export { dataSourceOptions } from './data-source-options';
export { retryOnConflict } from './retry-on-conflict';
export { runMigrations } from './run-migrations';
