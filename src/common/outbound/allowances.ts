import { type Cidr, contains, type IpBytes, parseCidr } from './ip-address';

/** One entry of ALLOWED_PRIVATE_HOSTS: a name or a range, on one port or (null) on all allowed ones. */
export type Allowance = ({ name: string } | { range: Cidr }) & { port: number | null };

const LABELS = /^(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/;

/** Reads `host`, `host:port`, CIDR, `CIDR:port` or `[IPv6 CIDR]:port`; null for anything else. */
export function parseAllowance(entry: string): Allowance | null {
  const wholeRange = parseCidr(entry);
  if (wholeRange) return { range: wholeRange, port: null };

  const { host, port } = splitPort(entry);
  if (port !== null && !(port >= 1 && port <= 65_535)) return null;
  const range = parseCidr(host);
  if (range) return { range, port };
  const name = comparableName(host);
  // A name that ends in a number is a misspelt address or range, and the URL parser takes it for one.
  return LABELS.test(name) && !/(^|\.)(0x[0-9a-f]*|\d+)$/.test(name) ? { name, port } : null;
}

function splitPort(entry: string): { host: string; port: number | null } {
  const bracketed = /^\[([^\]]*)\](?::(\d{1,5}))?$/.exec(entry);
  const plain = bracketed ?? /^([^:]*)(?::(\d{1,5}))?$/.exec(entry);
  return { host: plain?.[1] ?? '', port: plain?.[2] === undefined ? null : Number(plain[2]) };
}

/** Brings a name into the form in which names are compared: in lower case and without the dot of the root. */
function comparableName(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}

/**
 * Whether an entry allows this address on this port; `name` is what the address was resolved from, null for a literal.
 */
export function isAllowed(
  allowances: readonly Allowance[],
  address: IpBytes,
  port: number,
  name: string | null,
): boolean {
  return allowances.some(allowance => {
    if (allowance.port !== null && allowance.port !== port) return false;
    if ('range' in allowance) return contains(allowance.range, address);
    return name !== null && allowance.name === comparableName(name);
  });
}
