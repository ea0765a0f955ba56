import { type Allowance, isAllowed } from './allowances';
import { isAllowedPort, type PortRange } from './allowed-ports';
import { embeddedIpv4 } from './embedded-ipv4';
import { type IpBytes, parseIp } from './ip-address';
import { isPublicAddress } from './public-address';

export interface Destination {
  address: string;
  port: number;
  /** The host name that resolved to the address; null where the URL contains the address itself. */
  name: string | null;
}

export interface AddressRules {
  allowances: readonly Allowance[];
  ports: readonly PortRange[];
  /**
   * Whether it is one of the program's own listeners and embedded servers, which are never reachable, whatever is
   * allowed.
   */
  isOwn: (address: IpBytes, port: number) => boolean;
}

export type Verdict = 'public' | 'allowed' | 'blocked';

/**
 * Judges whether a socket may be connected to this address. An unreadable address is blocked. An IPv6 address that
 * embeds an IPv4 one is judged by both: allowing the NAT64 range, for example, does not open private addresses behind
 * it.
 */
export function judgeAddress({ address, port, name }: Destination, rules: AddressRules): Verdict {
  const bytes = parseIp(address);
  if (!bytes || !isAllowedPort(rules.ports, port)) return 'blocked';

  const reached = [bytes, ...embeddedIpv4(bytes)];
  if (reached.some(one => rules.isOwn(one, port))) return 'blocked';
  if (reached.every(isPublicAddress)) return 'public';
  const open = (one: IpBytes) => isPublicAddress(one) || isAllowed(rules.allowances, one, port, name);
  return reached.every(open) ? 'allowed' : 'blocked';
}

/**
 * Chooses the addresses of a name that may be dialled; null refuses the name. One blocked address refuses all, since a
 * name that mixes them is broken or an attack. Only where the operator has allowed some of them are the others just
 * left out (`localhost` is 127.0.0.1 and ::1, and one of them may be allowed).
 */
export function usableAddresses<T>(judged: readonly { address: T; verdict: Verdict }[]): T[] | null {
  const usable = judged.filter(({ verdict }) => verdict !== 'blocked');
  const opened = usable.some(({ verdict }) => verdict === 'allowed');
  return usable.length === judged.length || opened ? usable.map(({ address }) => address) : null;
}
