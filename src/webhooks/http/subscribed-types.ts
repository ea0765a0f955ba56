import { ValidateBy, type ValidationArguments } from 'class-validator';
import { WEBHOOK_TYPES } from '../webhook-types';

/**
 * Says what is wrong with the types of a subscription; null when they can be used. The length is checked first, so that
 * the other checks never run for more values than there are types.
 */
export function problemOfTypes(types: unknown): string | null {
  if (!Array.isArray(types) || types.length === 0) return `must be a list of one or more of ${NAMES}`;
  if (types.length > WEBHOOK_TYPES.length) return `may hold at most ${WEBHOOK_TYPES.length} types`;
  const given: unknown[] = types;
  if (!given.every(type => KNOWN.has(type))) return `may hold nothing but ${NAMES}`;
  if (new Set(given).size < given.length) return 'may hold a type once only';
  return null;
}

const NAMES = WEBHOOK_TYPES.join(', ');
const KNOWN = new Set<unknown>(WEBHOOK_TYPES);

/** A field that holds such types. */
export const SubscribedTypes = () =>
  ValidateBy({
    name: 'subscribedTypes',
    validator: {
      validate: (types: unknown) => problemOfTypes(types) === null,
      defaultMessage: (field?: ValidationArguments) => `${field?.property} ${problemOfTypes(field?.value)}`,
    },
  });
