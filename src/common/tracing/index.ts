export { traceUploads } from './trace-uploads';
export { Tracer } from './tracer';
export { TracingModule } from './tracing.module';
export { TracingSettings } from './tracing.settings';
