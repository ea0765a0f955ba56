import { text } from 'node:stream/consumers';
import { startHttp } from './http-server';

/** As OTLP over HTTP has it, in JSON. */
interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  status: { code?: number; message?: string };
  attributes: { key: string; value: Record<string, string | number> }[];
}

interface OtlpExport {
  resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[];
}

/** A real receiver of OTLP over HTTP on loopback. */
export interface TraceCollector {
  url: string;
  spans: readonly OtlpSpan[];
  named(name: string): OtlpSpan[];
  close(): Promise<void>;
}

export async function startTraceCollector(): Promise<TraceCollector> {
  const spans: OtlpSpan[] = [];
  const server = await startHttp((request, response) => {
    const take = (body: string) => {
      const { resourceSpans } = JSON.parse(body) as OtlpExport;
      spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(scope => scope.spans)));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    };
    if (request.url === '/v1/traces') text(request).then(take, () => response.destroy());
    else response.writeHead(404).end();
  });
  return {
    url: `http://${server.host}`,
    spans,
    named: name => spans.filter(span => span.name === name),
    close: () => server.close(),
  };
}

/** The attributes of a span by their names. */
export function attributesOf({ attributes }: OtlpSpan): Record<string, string | number> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0] ?? '']));
}
