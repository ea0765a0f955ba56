import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { loadSettings } from '../settings';
import { NoTracer } from './no-tracer';
import { Tracer } from './tracer';
import { TracingSettings } from './tracing.settings';

/** Loads the SDK only where it is used, since it takes memory and time. */
function chosenTracer({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SERVICE_NAME }: TracingSettings): Tracer {
  if (OTEL_EXPORTER_OTLP_ENDPOINT === null) return new NoTracer();
  // `import()` is resolved as in ES modules, by file names that the sources do not have.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { OtlpTracer } = require('./otlp-tracer') as typeof import('./otlp-tracer');
  return new OtlpTracer(OTEL_SERVICE_NAME);
}

/** Provides the one tracer of a process. */
@Module({
  providers: [{ provide: Tracer, useFactory: () => chosenTracer(loadSettings(TracingSettings)) }],
  exports: [Tracer],
})
export class TracingModule implements OnApplicationShutdown {
  constructor(private readonly tracer: Tracer) {}

  /** Last, so that spans ended during shutdown are still exported. */
  async onApplicationShutdown(): Promise<void> {
    await this.tracer.stop();
  }
}
