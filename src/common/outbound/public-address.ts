import { type Cidr, contains, type IpBytes, parseCidr } from './ip-address';

/** The ranges of IANA's IPv4 special-purpose registry, multicast, and one address that only looks public. */
const SPECIAL_IPV4 = ranges([
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT; Alibaba's metadata is in it
  '127.0.0.0/8', // loopback
  '168.63.129.16/32', // Azure's platform services: public by number, answers only inside
  '169.254.0.0/16', // link-local, and most clouds' metadata
  '172.16.0.0/12', // private
  '192.0.0.0/24', // IETF protocol assignments; Oracle's metadata is in it
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relay anycast
  '192.168.0.0/16', // private
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
]);

/** The range that is allocated as global unicast: every address outside is special, or not allocated yet. */
const GLOBAL_IPV6 = ranges(['2000::/3']);

/** The ranges that IANA's IPv6 special-purpose registry takes out of it. */
const SPECIAL_IPV6 = ranges([
  '2001::/23', // IETF protocol assignments: Teredo, benchmarking, AMT, AS112, ORCHID, drone tags
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
]);

/** Whether the address is on the public internet, judged by itself and not by an address that it embeds. */
export function isPublicAddress(address: IpBytes): boolean {
  const inOne = (list: Cidr[]) => list.some(range => contains(range, address));
  return address.length === 4 ? !inOne(SPECIAL_IPV4) : inOne(GLOBAL_IPV6) && !inOne(SPECIAL_IPV6);
}

function ranges(texts: string[]): Cidr[] {
  return texts.map(text => {
    const range = parseCidr(text);
    if (!range) throw new TypeError(`${text} is no range`);
    return range;
  });
}
