import { createHash, timingSafeEqual } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ApiError } from '../errors';
import { isLoopbackHostHeader, isLoopbackPeer } from '../http';
import type { AdminSettings } from './admin.settings';

const FORWARDING_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * Keeps the operators' pages to operators. It is middleware, because Bull Board is mounted past Nest's guards. Without
 * a login it answers only clients on this machine that came neither through a proxy nor by a host name that somebody
 * else may have pointed here.
 */
export function adminOnly({ ADMIN_USER, ADMIN_PASSWORD }: AdminSettings): RequestHandler {
  const login = ADMIN_USER !== null && ADMIN_PASSWORD !== null ? `${ADMIN_USER}:${ADMIN_PASSWORD}` : null;
  return (request: Request, response: Response, next: NextFunction) => {
    if (login === null) {
      next(isLocal(request) ? undefined : new ApiError('not_found', 'There is nothing here.'));
      return;
    }
    if (isSame(credentials(request), login)) {
      next();
      return;
    }
    response.setHeader('WWW-Authenticate', 'Basic realm="Darkroom", charset="UTF-8"');
    next(new ApiError('unauthorized', 'Log in with ADMIN_USER and ADMIN_PASSWORD.'));
  };
}

function isLocal(request: Request): boolean {
  const address = request.socket.remoteAddress;
  if (!address || FORWARDING_HEADERS.some(header => request.headers[header] !== undefined)) return false;
  return isLoopbackPeer(address) && isLoopbackHostHeader(request.headers.host ?? '');
}

function credentials(request: Request): string {
  const [scheme, token = ''] = (request.headers.authorization ?? '').split(' ');
  return scheme?.toLowerCase() === 'basic' ? Buffer.from(token, 'base64').toString() : '';
}

/** Compares in constant time, whatever the lengths. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
