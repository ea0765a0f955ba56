import { ValidateBy } from 'class-validator';

const UNREADABLE = 'cannot be read as a URL: percent-encode what is neither letter nor digit in its password';

/** The variable is the URL of a server, often with a login, and begins in one of these ways. */
export const ServerUrl = (...beginnings: string[]) =>
  ValidateBy({
    name: 'serverUrl',
    validator: {
      validate: value => complaint(value, beginnings) === null,
      defaultMessage: args => `${args?.property} ${complaint(args?.value, beginnings)}`,
    },
  });

/** @returns null when there is none */
function complaint(value: unknown, beginnings: string[]): string | null {
  const isOfThem = typeof value === 'string' && beginnings.some(beginning => value.startsWith(beginning));
  if (!isOfThem) return `must begin with ${beginnings.join(' or ')}`;
  return isReadable(value) ? null : UNREADABLE;
}

/**
 * Whether a URL says what was meant. A raw `/`, `?` or `#` in a password ends the host there: if that can be read at
 * all, the rest of the password, up to its `@`, is behind it.
 */
function isReadable(value: string): boolean {
  try {
    // That of a Unix socket may have a login and no host: pg takes it, and the standard does not.
    const { username, password, pathname, search, hash } = new URL(value.replace('@/', '@localhost/'));
    [username, password, pathname].forEach(decodeURIComponent);
    return hash === '' && !(pathname || search).includes('@');
  } catch {
    return false;
  }
}
