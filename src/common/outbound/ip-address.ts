import ipaddr from 'ipaddr.js';

/** The bytes of an address in network order: 4 or 16 of them. */
export type IpBytes = readonly number[];

export interface Cidr {
  bytes: IpBytes;
  prefix: number;
}

/**
 * Reads an address in its canonical spelling, as the URL parser, resolvers and sockets give it; null for any other
 * spelling, and for an address with a zone.
 */
export function parseIp(text: string): IpBytes | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text).toByteArray();
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return null;
  return ipaddr.IPv6.parse(text).toByteArray();
}

/** Reads `10.0.0.0/8`, `fd00::/8` or a single address; null for anything else. */
export function parseCidr(text: string): Cidr | null {
  const [address = '', prefix, ...more] = text.split('/');
  const bytes = parseIp(address);
  if (!bytes || more.length > 0) return null;
  const bits = bytes.length * 8;
  if (prefix === undefined) return { bytes, prefix: bits };
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits ? { bytes, prefix: Number(prefix) } : null;
}

/** Whether a range contains an address of its own family: an IPv4 range contains no IPv4-mapped address. */
export function contains(range: Cidr, address: IpBytes): boolean {
  if (range.bytes.length !== address.length) return false;
  return range.bytes.every((byte, index) => {
    const bits = Math.min(8, Math.max(0, range.prefix - index * 8));
    return (byte ^ (address[index] ?? 0)) >> (8 - bits) === 0;
  });
}

export function sameAddress(one: IpBytes, other: IpBytes): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** Whether it is `0.0.0.0` or `::`: a listener on it listens everywhere, and who dials it reaches this machine. */
export function isUnspecified(address: IpBytes): boolean {
  return address.every(byte => byte === 0);
}
