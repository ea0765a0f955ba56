import type { RequestHandler } from 'express';
import { ApiError } from '../errors';
import { isLoopbackHostHeader } from './loopback';

/**
 * Answers only calls whose `Host` is this machine or the host of PUBLIC_URL. It protects a service on loopback without
 * keys from web pages that point a name of their own to it.
 */
export function knownHostsOnly(publicUrl: string | null): RequestHandler {
  const publicHost = publicUrl === null ? null : new URL(publicUrl).hostname;
  return ({ headers: { host = '' } }, _response, next) => {
    const known = isLoopbackHostHeader(host) || (publicHost !== null && hostname(host) === publicHost);
    const detail = 'This host name is not known here. If it is right, name it in PUBLIC_URL.';
    next(known ? undefined : new ApiError('forbidden', detail));
  };
}

function hostname(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}
