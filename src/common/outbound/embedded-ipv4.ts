import { type IpBytes } from './ip-address';

interface Embedding {
  starts: IpBytes;
  /** The positions of the 4 bytes among the 16. */
  at: readonly [number, number, number, number];
  inverted?: boolean;
}

const LAST_FOUR = [12, 13, 14, 15] as const;
const EMBEDDINGS: Embedding[] = [
  { starts: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], at: LAST_FOUR }, // IPv4-mapped
  { starts: [0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0], at: LAST_FOUR }, // IPv4-translated
  { starts: [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0], at: LAST_FOUR }, // NAT64
  { starts: [0, 0x64, 0xff, 0x9b, 0, 1], at: LAST_FOUR }, // local NAT64 (RFC 8215), with a /96 in it
  { starts: [0x20, 0x02], at: [2, 3, 4, 5] }, // 6to4
  { starts: [0x20, 0x01, 0, 0], at: [4, 5, 6, 7] }, // Teredo: its server
  { starts: [0x20, 0x01, 0, 0], at: LAST_FOUR, inverted: true }, // Teredo: its client
];

/** Finds every IPv4 address that a gateway, tunnel or kernel may read out of an IPv6 address and send to. */
export function embeddedIpv4(address: IpBytes): IpBytes[] {
  if (address.length !== 16) return [];
  const found = EMBEDDINGS.filter(({ starts }) => starts.every((byte, index) => byte === address[index]));
  const ipv4 = found.map(({ at, inverted }) =>
    at.map(index => (address[index] ?? 0) ^ (inverted ? 0xff : 0)),
  );
  return isIsatap(address) || isIpv4Compatible(address) ? [...ipv4, address.slice(12)] : ipv4;
}

/** Whether it is the deprecated `::a.b.c.d`; `::` and `::1` are addresses of their own. */
function isIpv4Compatible(address: IpBytes): boolean {
  return address.slice(0, 12).every(byte => byte === 0) && address[12] !== 0;
}

/** Whether it is an ISATAP address, which is marked in its interface part under any prefix (RFC 5214). */
function isIsatap(address: IpBytes): boolean {
  return ((address[8] ?? 0) & 0xfd) === 0 && address[9] === 0 && address[10] === 0x5e && address[11] === 0xfe;
}
