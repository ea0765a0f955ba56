import ipaddr from 'ipaddr.js';

/** An address as the network carries it: 4 or 16 bytes, the highest first. */
export type IpBytes = readonly number[];

export interface Cidr {
  bytes: IpBytes;
  prefix: number;
}

/** Canonical spellings only, as the URL parser, resolvers and sockets give them; all else, and a zone: null. */
export function parseIp(text: string): IpBytes | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text).toByteArray();
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return null;
  return ipaddr.IPv6.parse(text).toByteArray();
}

/** `10.0.0.0/8`, `fd00::/8`, or a single address; null for anything else. */
export function parseCidr(text: string): Cidr | null {
  const [address = '', prefix, ...more] = text.split('/');
  const bytes = parseIp(address);
  if (!bytes || more.length > 0) return null;
  const bits = bytes.length * 8;
  if (prefix === undefined) return { bytes, prefix: bits };
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits ? { bytes, prefix: Number(prefix) } : null;
}

/** Never across families: an IPv4 range does not contain IPv4-mapped addresses. */
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

/** `0.0.0.0` or `::`: to listen on it is to listen everywhere, to dial it is to dial oneself. */
export function isUnspecified(address: IpBytes): boolean {
  return address.every(byte => byte === 0);
}
