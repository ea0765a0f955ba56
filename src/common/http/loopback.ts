import { isIPv4 } from 'node:net';

const isLoopbackIpv4 = (text: string) => isIPv4(text) && text.startsWith('127.');
const isLocalName = (text: string) => text.toLowerCase() === 'localhost' || isLoopbackIpv4(text);

/** Whether a server that listens on this host name or address can be reached from this machine only. */
export function isLoopbackHost(host: string): boolean {
  return host === '::1' || isLocalName(host);
}

/**
 * Whether a `Host` header names this machine in a way that no DNS record can be made for: a web page may point a name
 * of its own to 127.0.0.1, and its browser then takes the service for that page's own. The port says nothing, since it
 * may be forwarded.
 */
export function isLoopbackHostHeader(header: string): boolean {
  const host = header.replace(/:\d+$/, '');
  return host === '[::1]' || isLocalName(host);
}

/** Whether the other end of a socket is on this machine; one that serves both families shows IPv4 as `::ffff:…`. */
export function isLoopbackPeer(address: string): boolean {
  return address === '::1' || isLoopbackIpv4(address.replace(/^::ffff:/, ''));
}
