import ipaddr from 'ipaddr.js';
import { parseUrl } from '../parse-url';

/** Names that Express knows for ranges of addresses. */
export const PROXY_RANGES = ['loopback', 'linklocal', 'uniquelocal'];

const NUMBER_OF_PROXIES = /^[1-9]$/;

/** Reads an origin as browsers write it; null for any other text. */
export function parseOrigin(text: string): string | null {
  const url = parseUrl(text);
  if (!url) return null;
  const { origin, protocol, href } = url;
  const isWeb = protocol === 'http:' || protocol === 'https:';
  return isWeb && href === `${origin}/` ? origin : null;
}

/**
 * Reads an address, a subnet, a named range or, as the only entry, a number of proxies; null for anything else, `true`
 * included.
 */
export function parseProxy(text: string, earlier: readonly (string | null)[]): string | null {
  if (earlier.some(other => other !== null && NUMBER_OF_PROXIES.test(other))) return null;
  if (NUMBER_OF_PROXIES.test(text)) return earlier.length === 0 ? text : null;
  if (PROXY_RANGES.includes(text)) return text;
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
  return isAddress || ipaddr.isValidCIDR(text) ? text : null;
}

/** The proxies as Express' `trust proxy` wants them. */
export function trustedProxies(proxies: readonly string[] | null): number | string[] | false {
  const [first = ''] = proxies ?? [];
  return NUMBER_OF_PROXIES.test(first) ? Number(first) : proxies !== null && [...proxies];
}
