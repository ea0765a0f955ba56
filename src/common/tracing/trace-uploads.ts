import type { Request, RequestHandler } from 'express';
import type { Tracer } from './tracer';

declare module 'express-serve-static-core' {
  interface Request {
    /** The span of this call, as the parent of the work that follows from it; null where nothing is traced. */
    traceparent?: string | null;
  }
}

/** Begins the trace of an upload, or continues the caller's (W3C `traceparent`). */
export function traceUploads(tracer: Tracer, isUpload: (request: Request) => boolean): RequestHandler {
  return (request, response, next) => {
    if (!isUpload(request)) {
      next();
      return;
    }
    const span = tracer.begin('upload', request.get('traceparent') ?? null);
    request.traceparent = span.traceparent;
    response.once('close', () => {
      const status = response.statusCode;
      span.end({ 'http.response.status_code': status }, status >= 500 ? `HTTP ${status}` : undefined);
    });
    next();
  };
}
