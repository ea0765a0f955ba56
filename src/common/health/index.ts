export { DEPENDENCIES } from './dependency';
export type { Dependency } from './dependency';
export { HealthController } from './health.controller';
export { MeasureDependencies } from './dependency.metrics';
