import { setTimeout as delay } from 'node:timers/promises';
import {
  type Context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer as OtelTracer,
} from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { VERSION } from '../version';
import { type FinishedSpan, type OpenSpan, type TraceParent, Tracer } from './tracer';

/** How long a stop waits for spans to be sent. */
const STOP_MS = 3_000;

/** Sends spans by OTLP over HTTP, in batches. The standard variables of OpenTelemetry set sampling and limits. */
export class OtlpTracer extends Tracer {
  private readonly provider: BasicTracerProvider;
  private readonly tracer: OtelTracer;

  constructor(serviceName: string) {
    super();
    this.provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': serviceName, 'service.version': VERSION }),
      spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
    });
    this.tracer = this.provider.getTracer('darkroom', VERSION);
  }

  begin(name: string, parent: TraceParent | null): OpenSpan {
    const span = this.tracer.startSpan(name, {}, contextOf(parent));
    return {
      traceparent: traceParentOf(span),
      end: (attributes = {}, error) => {
        span.setAttributes(attributes);
        if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
        span.end();
      },
    };
  }

  record(
    parent: TraceParent | null,
    { name, beganAt, endedAt, attributes, error }: FinishedSpan,
  ): TraceParent {
    const span = this.tracer.startSpan(name, { startTime: beganAt, attributes }, contextOf(parent));
    if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
    span.end(endedAt);
    return traceParentOf(span);
  }

  /** A collector that does not answer does not hold up the stop. */
  async stop(): Promise<void> {
    await Promise.race([this.provider.shutdown(), delay(STOP_MS, undefined, { ref: false })]);
  }
}

/** The context of a parent. An invalid `traceparent` begins a trace of its own, as the standard asks. */
function contextOf(parent: TraceParent | null): Context {
  const spanContext = parent === null ? null : parseTraceParent(parent);
  if (!spanContext || !isSpanContextValid(spanContext)) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { ...spanContext, isRemote: true });
}

function traceParentOf(span: Span): TraceParent {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-0${traceFlags & TraceFlags.SAMPLED}`;
}
