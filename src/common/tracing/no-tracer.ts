import { type OpenSpan, Tracer } from './tracer';

const NO_SPAN: OpenSpan = { traceparent: null, end: () => undefined };

/** Without OTEL_EXPORTER_OTLP_ENDPOINT. */
export class NoTracer extends Tracer {
  begin(): OpenSpan {
    return NO_SPAN;
  }

  record(): null {
    return null;
  }

  async stop(): Promise<void> {}
}
