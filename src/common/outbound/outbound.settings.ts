import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ValidateBy, type ValidationArguments } from 'class-validator';
import { type Allowance, parseAllowance } from './allowances';
import { parsePortRange, type PortRange } from './allowed-ports';

/** A list with entries that cannot be read. Their places are kept, not their text: errors print no values. */
class UnreadableEntries {
  constructor(readonly places: number[]) {}
}

function parseList<T>(value: unknown, parseEntry: (entry: string) => T | null): unknown {
  if (typeof value !== 'string') return value;
  const entries = value
    .split(',')
    .map(entry => entry.trim())
    .filter(Boolean)
    .map(parseEntry);
  const unreadable = entries.flatMap((entry, index) => (entry === null ? [index + 1] : []));
  return unreadable.length > 0 ? new UnreadableEntries(unreadable) : entries;
}

const EntriesOf = (form: string) =>
  ValidateBy({
    name: 'entries',
    validator: {
      validate: value => Array.isArray(value),
      defaultMessage: args => `${args?.property}: ${complaint(args)} ${form}`,
    },
  });

function complaint(args: ValidationArguments | undefined): string {
  const places = args?.value instanceof UnreadableEntries ? args.value.places : [];
  return places.length > 1
    ? `entries ${places.join(', ')} should each be`
    : `entry ${places.join()} should be`;
}

/** A list of what inside the network may be reached. */
export const AllowanceList = () =>
  applyDecorators(
    Transform(({ value }) => parseList(value, parseAllowance)),
    EntriesOf('a host, host:port, CIDR, CIDR:port, or [IPv6 address or CIDR]:port'),
  );

/** Where the program may send requests. */
export class OutboundSettings {
  /** What inside the network may be fetched from or notified; never the program's own listeners. */
  @AllowanceList()
  ALLOWED_PRIVATE_HOSTS: Allowance[] = [];

  @Transform(({ value }) => parseList(value, parsePortRange))
  @EntriesOf('a port from 1 to 65535, or a range of ports such as 1024-65535')
  ALLOWED_PORTS: PortRange[] = [
    { from: 80, to: 80 },
    { from: 443, to: 443 },
    { from: 1024, to: 65_535 },
  ];
}
