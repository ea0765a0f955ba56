import { ERRORS, type ErrorCode } from './error-codes';

/**
 * The problem document (RFC 9457) of an error, without the members that only some errors have.
 *
 * @param instance the path of the call; unknown where its head was not read to the end
 */
export function problemOf(code: ErrorCode, detail: string, instance?: string) {
  const { status, title } = ERRORS[code];
  return { type: 'about:blank', title, status, detail, instance, code, error: detail };
}
