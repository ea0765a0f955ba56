import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { isAllowedPort } from './allowed-ports';
import { portOf } from './host-and-port';
import { type AddressRules, type Destination, judgeAddress, usableAddresses } from './judge-address';
import type { NameResolver } from './name-resolver';
import { OutboundError, type OutboundErrorCode } from './outbound-error';
import { parseOutboundUrl } from './outbound-url';

const RESOLVED_WITHIN_MS = 5_000;

/** The codes that say that a name was not resolved, for whichever reason. */
const UNRESOLVED = new Set<OutboundErrorCode>(['dns_failed', 'timeout']);

/** Applies the address rules to URLs, names and sockets. Every refusal is the same `address_blocked`. */
export class AddressGuard {
  constructor(
    private readonly rules: AddressRules,
    private readonly resolver: NameResolver,
  ) {}

  /** Checks what the URL alone shows. @throws OutboundError `invalid_url` or `address_blocked` */
  checkUrl(text: string | URL): URL {
    const url = parseOutboundUrl(text);
    const address = literalOf(url);
    if (address) this.checkAddress({ address, port: portOf(url), name: null });
    else if (!isAllowedPort(this.rules.ports, portOf(url))) throw OutboundError.blocked(url.host);
    return url;
  }

  /**
   * Checks the same and, for a name, the addresses that it resolves to now. A name that does not resolve soon is not
   * forbidden.
   * @throws OutboundError `invalid_url` or `address_blocked`
   */
  async checkWhereItLeads(text: string | URL): Promise<void> {
    const url = this.checkUrl(text);
    if (literalOf(url)) return;
    const patience = new AbortController();
    const resolved = this.resolve(url.hostname, portOf(url), patience.signal).catch((error: unknown) => {
      if (!(error instanceof OutboundError && UNRESOLVED.has(error.code))) throw error;
    });
    const soon = setTimeout(RESOLVED_WITHIN_MS, undefined, { signal: patience.signal }).catch(
      () => undefined,
    );
    await Promise.race([resolved, soon]).finally(() => patience.abort());
  }

  /** Checks an address that is to be dialled. @throws OutboundError `address_blocked` */
  checkAddress(destination: Destination): void {
    if (judgeAddress(destination, this.rules) === 'blocked') {
      throw OutboundError.blocked(destination.name ?? destination.address);
    }
  }

  /**
   * Resolves a name to the addresses that a socket may dial. `signal` aborts when the socket is no longer wanted.
   * @throws OutboundError `dns_failed`, `address_blocked`, or `timeout` when there was no turn to look it up
   */
  async resolve(name: string, port: number, signal?: AbortSignal): Promise<LookupAddress[]> {
    const addresses = await this.resolver.addressesOf(name, signal).catch((error: unknown) => {
      if (error instanceof OutboundError) throw error;
      throw new OutboundError('dns_failed', `The name ${name} could not be resolved.`, { cause: error });
    });
    const judged = addresses.map(address => ({
      address,
      verdict: judgeAddress({ address: address.address, port, name }, this.rules),
    }));
    const usable = usableAddresses(judged);
    if (!usable) throw OutboundError.blocked(name);
    if (usable.length === 0) throw new OutboundError('dns_failed', `The name ${name} has no address.`);
    return usable;
  }
}

function literalOf(url: URL): string | null {
  const address = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(address) ? address : null;
}
