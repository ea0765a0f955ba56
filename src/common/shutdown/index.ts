export { ShutdownGrace } from './shutdown-grace';
export { ShutdownModule } from './shutdown.module';
export { ShutdownSettings } from './shutdown.settings';
export { stoppingError } from './stopping-error';
