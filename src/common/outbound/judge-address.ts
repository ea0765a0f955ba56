import { type Allowance, isAllowed } from './allowances';
import { isAllowedPort, type PortRange } from './allowed-ports';
import { embeddedIpv4 } from './embedded-ipv4';
import { type IpBytes, parseIp } from './ip-address';
import { isPublicAddress } from './public-address';

export interface Destination {
  address: string;
  port: number;
  /** The host name that resolved to the address; null where the URL names the address itself. */
  name: string | null;
}

export interface AddressRules {
  allowances: readonly Allowance[];
  ports: readonly PortRange[];
  /** The program's own listeners and embedded servers: never reachable, whatever is allowed. */
  isOwn: (address: IpBytes, port: number) => boolean;
}

export type Verdict = 'public' | 'allowed' | 'blocked';

/**
 * Whether a socket may be connected to this address. What cannot be read is blocked. An IPv6 address that embeds
 * an IPv4 one is judged by both: to allow the NAT64 range, say, does not open private addresses behind it.
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
 * Which of a name's addresses may be dialled; null refuses the name. One blocked address refuses all, as a name
 * that mixes is broken or an attack; only where the operator has opened some of them the rest is just not used
 * (`localhost` is 127.0.0.1 and ::1, and one of them may be allowed).
 */
export function usableAddresses<T>(judged: readonly { address: T; verdict: Verdict }[]): T[] | null {
  const usable = judged.filter(({ verdict }) => verdict !== 'blocked');
  const opened = usable.some(({ verdict }) => verdict === 'allowed');
  return usable.length === judged.length || opened ? usable.map(({ address }) => address) : null;
}
