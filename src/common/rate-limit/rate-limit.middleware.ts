import type { Request, RequestHandler } from 'express';
import ipaddr from 'ipaddr.js';
import { ApiError } from '../errors';
import { type RateLimiter, WINDOW_SECONDS } from './rate-limiter';

/** Groups of an IPv6 address that its provider hands out as one network: /64. */
const NETWORK_GROUPS = 4;

/** What calls count towards the limit. */
export interface Costs {
  of(request: Request): number;
  /** Those that count more than one call, in words for whoever is refused. */
  exceptions: string;
}

/**
 * Counts the calls of each caller and refuses those beyond the limit, with the headers of
 * draft-ietf-httpapi-ratelimit-headers (structured fields: `r`emaining, `t`ime until reset, `q`uota, `w`indow).
 */
export function rateLimit(limiter: RateLimiter, costs: Costs): RequestHandler {
  const policy = `"default";q=${limiter.limit};w=${WINDOW_SECONDS}`;
  return (request, response, next) => {
    const cost = costs.of(request);
    if (limiter.limit === 0 || cost === 0) {
      next();
      return;
    }
    limiter.consume(callerOf(request), cost).then(({ isExceeded, remaining, resetSeconds }) => {
      response.setHeader('RateLimit-Policy', policy);
      response.setHeader('RateLimit', `"default";r=${remaining};t=${resetSeconds}`);
      if (isExceeded) response.setHeader('Retry-After', resetSeconds);
      next(isExceeded ? tooMany(limiter.limit, resetSeconds, costs) : undefined);
    }, next);
  };
}

const tooMany = (limit: number, seconds: number, { exceptions }: Costs) =>
  new ApiError('rate_limited', `At most ${limit} calls a minute (${exceptions}). Wait ${seconds} s.`);

/**
 * The caller that a call counts for: the name of its key, whose two keys count as one, or its address, or its network
 * where one client has many addresses.
 */
function callerOf({ owner, ip = '' }: Request): string {
  return owner === undefined ? `address:${networkOf(ip)}` : `name:${owner}`;
}

function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return (parsed as ipaddr.IPv6).parts.slice(0, NETWORK_GROUPS).join(':');
}
