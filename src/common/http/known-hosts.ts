import type { RequestHandler } from 'express';
import { ApiError } from '../errors';

/** This machine by any of its own names. The port says nothing: it may be forwarded. */
const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d+)?$/i;

/**
 * Answers only who asks for this machine, or for the host of PUBLIC_URL. For a service on loopback without keys: a
 * web page may point a name of its own to 127.0.0.1, and its browser then takes the service for that page's own.
 */
export function knownHostsOnly(publicUrl: string | null): RequestHandler {
  const publicHost = publicUrl === null ? null : new URL(publicUrl).hostname;
  return ({ headers: { host = '' } }, _response, next) => {
    const known = LOOPBACK.test(host) || (publicHost !== null && hostname(host) === publicHost);
    const detail = 'This host name is not known here. If it is right, name it in PUBLIC_URL.';
    next(known ? undefined : new ApiError('forbidden', detail));
  };
}

function hostname(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}
