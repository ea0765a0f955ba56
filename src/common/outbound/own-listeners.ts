import { networkInterfaces } from 'node:os';
import { type IpBytes, isUnspecified, parseIp, sameAddress } from './ip-address';

interface Listener {
  /** The address; null for every address of this machine. */
  address: IpBytes | null;
  port: number;
}

/**
 * The ports that this program listens on itself, embedded servers included. The outbound client never connects to them.
 */
export class OwnListeners {
  private readonly listeners = new Set<Listener>();

  constructor(private readonly localAddresses: () => IpBytes[] = addressesOfThisMachine) {}

  /** Adds a listener. A wildcard host, or one that is no address (`localhost`), stands for every local address. */
  add({ host, port }: { host: string; port: number }): void {
    const address = parseIp(host);
    this.listeners.add({ address: address && !isUnspecified(address) ? address : null, port });
  }

  /**
   * Whether this destination is a listener of the program. Dialling `0.0.0.0` or `::` reaches this machine, so on an
   * own port it counts as own.
   */
  includes(address: IpBytes, port: number): boolean {
    return [...this.listeners].some(listener => {
      if (listener.port !== port) return false;
      if (isUnspecified(address)) return true;
      return listener.address ? sameAddress(listener.address, address) : this.isLocal(address);
    });
  }

  private isLocal(address: IpBytes): boolean {
    const wholeLoopbackNetwork = address.length === 4 && address[0] === 127;
    return wholeLoopbackNetwork || this.localAddresses().some(local => sameAddress(local, address));
  }
}

function addressesOfThisMachine(): IpBytes[] {
  return Object.values(networkInterfaces())
    .flatMap(addresses => addresses ?? [])
    .map(({ address }) => parseIp(address.replace(/%.*$/, '')))
    .filter(address => address !== null);
}
