import { type OpenSpan, Tracer } from './tracer';

const NO_SPAN: OpenSpan = { traceparent: null, end: () => undefined };

/** The tracer without OTEL_EXPORTER_OTLP_ENDPOINT: it does nothing. */
export class NoTracer extends Tracer {
  begin(): OpenSpan {
    return NO_SPAN;
  }

  record(): null {
    return null;
  }

  async stop(): Promise<void> {}
}
