/** Characters that would end a URL or a list of them where the output CSV is read again. */
const NEEDS_ESCAPE = /[\s%?#,;|"'<>\\^`{}]/g;

/**
 * A path below the output CSV as a URL reference: it opens in a browser beside the file, and becomes a URL with the
 * address before it that the folder is published at. Only what must be is escaped, so that it can still be read.
 */
export function relativeReference(path: string): string {
  return path.replace(NEEDS_ESCAPE, character => encodeURIComponent(character).replace("'", '%27'));
}
