import { EntryList } from '../settings';
import { type Allowance, parseAllowance } from './allowances';
import { parsePortRange, type PortRange } from './allowed-ports';

/** The variable is a list of hosts and ranges inside the network that may be reached. */
export const AllowanceList = () =>
  EntryList('a host, host:port, CIDR, CIDR:port, or [IPv6 address or CIDR]:port', parseAllowance);

/** The destinations that the program may send requests to. */
export class OutboundSettings {
  /** Hosts and ranges inside the network that may be fetched from or notified; never the program's own listeners. */
  @AllowanceList()
  ALLOWED_PRIVATE_HOSTS: Allowance[] = [];

  @EntryList('a port from 1 to 65535, or a range of ports such as 1024-65535', parsePortRange)
  ALLOWED_PORTS: PortRange[] = [
    { from: 80, to: 80 },
    { from: 443, to: 443 },
    { from: 1024, to: 65_535 },
  ];
}
