import type { ClientRequestArgs } from 'node:http';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import type { AddressGuard } from './address-guard';
import { OutboundError } from './outbound-error';
import { toOutboundError } from './to-outbound-error';

export interface DialRules {
  guard: AddressGuard;
  /** For looking up, connecting and, with TLS, the handshake. */
  connectTimeoutMs: number;
}

/**
 * Opens a socket whose address was judged: a literal before anything is dialled, a name's addresses in the lookup
 * that the socket itself makes (so nothing can change in between), and once more what it is connected to.
 * @throws OutboundError `address_blocked`, without dialling
 */
export function guardedDial(
  options: ClientRequestArgs,
  { guard, connectTimeoutMs }: DialRules,
  connect: (options: ClientRequestArgs) => Socket,
  connectedEvent: 'connect' | 'secureConnect',
): Socket {
  const { host, port: anyPort, socketPath } = options;
  const port = Number(anyPort);
  if (!host || socketPath) throw OutboundError.blocked('A unix socket');
  const name = isIP(host) ? null : host;
  if (name === null) guard.checkAddress({ address: host, port, name });

  const over = new AbortController();
  const socket = connect({ ...options, lookup: guardedLookup(guard, port, over.signal) });
  socket.prependOnceListener('connect', () => {
    try {
      guard.checkAddress({ address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0, name });
    } catch {
      socket.destroy(OutboundError.blocked(host));
    }
  });
  const tooLate = () => socket.destroy(new OutboundError('timeout', `No connection to ${host} in time.`));
  const timer = setTimeout(tooLate, connectTimeoutMs);
  socket.once(connectedEvent, () => clearTimeout(timer));
  socket.once('close', () => {
    clearTimeout(timer);
    over.abort();
  });
  return socket;
}

/** Node asks for all addresses when it may try several (happy eyeballs), else for one. */
function guardedLookup(guard: AddressGuard, port: number, signal: AbortSignal): LookupFunction {
  return (name, { all, family }, callback) => {
    const wanted = family === 'IPv4' ? 4 : family === 'IPv6' ? 6 : family;
    guard.resolve(name, port, signal).then(
      addresses => {
        const fitting = addresses.filter(address => !wanted || address.family === wanted);
        const [first] = fitting;
        if (!first) callback(new OutboundError('dns_failed', `The name ${name} has no fitting address.`), '');
        else if (all) callback(null, fitting);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(toOutboundError(error, name), ''),
    );
  };
}
