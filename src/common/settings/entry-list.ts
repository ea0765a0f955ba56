import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ValidateBy, type ValidationArguments } from 'class-validator';

/** A list with entries that cannot be read. Their places are kept, not their text: errors print no values. */
class UnreadableEntries {
  constructor(readonly places: number[]) {}
}

/** The variable is a comma-separated list; `parse` gives null for an entry that is not `form`. */
export const EntryList = <T>(form: string, parse: (entry: string, earlier: (T | null)[]) => T | null) =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => parseList(value, parse)),
    ValidateBy({
      name: 'entries',
      validator: {
        validate: value => Array.isArray(value),
        defaultMessage: args => `${args?.property}: ${complaint(args)} ${form}`,
      },
    }),
  );

function parseList<T>(value: unknown, parse: (entry: string, earlier: (T | null)[]) => T | null): unknown {
  if (typeof value !== 'string') return value;
  const entries: (T | null)[] = [];
  for (const entry of value.split(',').map(text => text.trim())) {
    if (entry !== '') entries.push(parse(entry, entries));
  }
  const unreadable = entries.flatMap((entry, index) => (entry === null ? [index + 1] : []));
  return unreadable.length > 0 ? new UnreadableEntries(unreadable) : entries;
}

function complaint(args: ValidationArguments | undefined): string {
  const places = args?.value instanceof UnreadableEntries ? args.value.places : [];
  return places.length > 1
    ? `entries ${places.join(', ')} should each be`
    : `entry ${places.join()} should be`;
}
