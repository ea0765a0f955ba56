import type { Request, RequestHandler } from 'express';
import { ApiError } from '../errors';
import { parseUrl } from '../parse-url';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses writes that a page of another site lets its visitor's browser send: a form may post across sites without
 * asking. Clients other than browsers do not say where a call comes from, and are not concerned.
 *
 * @param origins the origins whose pages may write
 */
export function noCrossSiteWrites(origins: readonly string[]): RequestHandler {
  return (request, _response, next) => {
    const refused = !READS.has(request.method) && comesFromElsewhere(request, origins);
    const detail = 'A page of another site may not do this. CORS_ORIGINS names those that may.';
    next(refused ? new ApiError('forbidden', detail) : undefined);
  };
}

function comesFromElsewhere(request: Request, origins: readonly string[]): boolean {
  const origin = request.get('origin');
  if (origin !== undefined && origins.includes(origin)) return false;
  // Browsers send this header to loopback and by https, and it is right whatever a proxy makes of the host.
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return origin !== undefined && hostOf(origin) !== request.host;
}

/** The host of an origin; null for the origin `null`, which documents have that hide theirs. */
function hostOf(origin: string): string | null {
  return parseUrl(origin)?.host ?? null;
}
