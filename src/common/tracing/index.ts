export { traceUploads } from './trace-uploads';
export { Tracer } from './tracer';
export type { TraceParent } from './tracer';
export { TracingModule } from './tracing.module';
export { TracingSettings } from './tracing.settings';
