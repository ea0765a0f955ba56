import type { RequestHandler } from 'express';

/** Keeps answers out of caches on the way, which may not tell callers by X-API-Key; calls whose answers are public say so. */
export function privateAnswers(): RequestHandler {
  return (_request, response, next) => {
    response.setHeader('Cache-Control', 'private, no-cache');
    next();
  };
}
