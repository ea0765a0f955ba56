import type { Request, RequestHandler } from 'express';
import type { Metrics } from './metrics';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** The route of calls that no route of ours answered: static files, the board, the documentation, unknown paths. */
const OTHER = 'other';

/**
 * Measures every call until its last byte is out, by the route's pattern: by its path there would be a series for each
 * id.
 */
export function httpDurations(metrics: Metrics): RequestHandler {
  const durations = metrics.histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to the last byte of its answer, by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
  });
  return (request, response, next) => {
    const begun = performance.now();
    response.once('close', () => {
      const method = METHODS.has(request.method) ? request.method : OTHER;
      const seconds = (performance.now() - begun) / 1_000;
      durations.observe({ method, route: routeOf(request), status: response.statusCode }, seconds);
    });
    next();
  };
}

/**
 * The pattern of the route that answered. Mounted routers have paths as the caller spelled them, so only routes of the
 * root count.
 */
function routeOf({ baseUrl, route }: Request): string {
  const path = (route as { path?: unknown } | undefined)?.path;
  return baseUrl === '' && typeof path === 'string' && !path.includes('*') ? path : OTHER;
}
