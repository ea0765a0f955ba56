/** Characters that would end a URL or a list of them where the output CSV is read again. */
const NEEDS_ESCAPE = /[\s%?#,;|"'<>\\^`{}]/g;

/**
 * A path below the output CSV as a URL reference: it opens in a browser beside the file, and prefixed with the address
 * of the published folder it becomes a URL. Only what must be is escaped, so that it stays readable.
 */
export function relativeReference(path: string): string {
  return path.replace(NEEDS_ESCAPE, character => encodeURIComponent(character).replace("'", '%27'));
}
