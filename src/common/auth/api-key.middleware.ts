import type { Request, RequestHandler } from 'express';
import { ApiError } from '../errors';
import { type ApiKey, findKey } from './api-key';
import { sessionOf } from './session-cookie';

/** Notes the owner of the key that the caller shows. It refuses nobody, so that failures can be counted first. */
export function identifyCaller(keys: readonly ApiKey[]): RequestHandler {
  return (request, _response, next) => {
    request.owner = callerOf(request, keys)?.name;
    next();
  };
}

/**
 * Refuses callers without a key, before anything of a body is read. It is middleware, so that no path is forgotten.
 *
 * @param isOpen whether a path is answered without a key
 */
export function requireKey(keys: readonly ApiKey[], isOpen: (path: string) => boolean): RequestHandler {
  return (request, response, next) => {
    if (keys.length === 0 || request.owner !== undefined || isOpen(request.path)) {
      next();
      return;
    }
    response.setHeader('WWW-Authenticate', 'Bearer realm="Darkroom"');
    next(
      new ApiError('unauthorized', 'Send a valid API key, as "Authorization: Bearer …" or "X-API-Key: …".'),
    );
  };
}

/** The session that a page may show instead of the key that this call came with; null when it came with none. */
export function sessionFor(request: Request, keys: readonly ApiKey[]): string | null {
  return callerOf(request, keys)?.session ?? null;
}

function callerOf(request: Request, keys: readonly ApiKey[]): ApiKey | null {
  const shown = bearer(request) ?? request.get('x-api-key');
  if (shown !== undefined) return findKey(keys, shown, 'digest');
  const session = sessionOf(request);
  return session === null ? null : findKey(keys, session, 'sessionDigest');
}

function bearer(request: Request): string | undefined {
  return /^bearer +(\S+) *$/i.exec(request.get('authorization') ?? '')?.[1];
}
