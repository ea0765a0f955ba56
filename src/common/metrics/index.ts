export { httpDurations } from './http-durations';
export { Metrics } from './metrics';
export { MetricsModule } from './metrics.module';
export { Snapshot } from './snapshot';
