import { LONGEST_HOST } from '../common/outbound';
import { parseUrl } from '../common/parse-url';

/**
 * Splits a cell at comma, semicolon, `|` or whitespace before a scheme (`ftp://` too, so that it can be refused
 * by itself), and nowhere else: commas inside a URL survive. Pieces are not checked; see `isImageUrl`.
 */
export function splitImageUrls(cell: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (let mark = cell.indexOf('://'); mark !== -1; mark = cell.indexOf('://', mark + 3)) {
    const scheme = startOfScheme(cell, mark);
    if (scheme === mark || !isSeparator(cell.charCodeAt(scheme - 1))) continue;
    addPiece(pieces, cell, start, scheme);
    start = scheme;
  }
  addPiece(pieces, cell, start, cell.length);
  return pieces;
}

function addPiece(pieces: string[], cell: string, from: number, to: number): void {
  while (from < to && isSeparator(cell.charCodeAt(from))) from++;
  while (to > from && isSeparator(cell.charCodeAt(to - 1))) to--;
  if (to > from) pieces.push(cell.slice(from, to));
}

const LONGEST_SCHEME = 32;

/** The start of the letters, digits, `+`, `-` and `.` before `://`. Bounded, so that no cell takes quadratic time. */
function startOfScheme(cell: string, mark: number): number {
  const limit = Math.max(0, mark - LONGEST_SCHEME);
  let start = mark;
  while (start > limit && isSchemeCharacter(cell.charCodeAt(start - 1))) start--;
  return start;
}

function isSchemeCharacter(code: number): boolean {
  const letter = code | 0x20;
  return (
    (letter >= 97 && letter <= 122) || (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46
  );
}

/** Comma, semicolon, `|` and whitespace (ASCII's, and the spaces that Office programs insert). */
function isSeparator(code: number): boolean {
  if (code <= 32) return true;
  return code === 44 || code === 59 || code === 124 || code === 0xa0 || code === 0x3000;
}

const OCTET = /(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)/.source;
/** A host name. (With `--` it may be Punycode, and wrong, so that is left to the parser.) */
const HOST = `(?:${OCTET}\\.){3}${OCTET}|(?:[a-z0-9]+(?:-[a-z0-9]+)*\\.)+[a-z]{2,}`;
/** Ports up to 59999. */
const PORT = /:(?:[1-9]\d{0,3}|[1-5]\d{4})/.source;
/** The usual kind of URL, which needs no parser: it takes a fifth of the time. */
const PLAIN_URL = new RegExp(
  `^https?://(?=[^/]{1,${LONGEST_HOST}}/)(?:${HOST})(?:${PORT})?/[\\w.~%+,;:@!$&'()*=/?-]*$`,
);
/** URL parsers drop or encode control characters silently. */
const NOT_IN_A_URL = /[\s\u0000-\u001f\u007f]/;

const HTTP_START = /^https?:\/\/[^/\\]/i;

/** Whether the text is an http(s) URL with a host of a length that DNS allows, without whitespace or control characters. */
export function isImageUrl(text: string): boolean {
  if (PLAIN_URL.test(text)) return true;
  if (!HTTP_START.test(text) || NOT_IN_A_URL.test(text)) return false;
  const { hostname } = parseUrl(text) ?? {};
  return hostname !== undefined && hostname.length <= LONGEST_HOST;
}

/** Pieces with white space after a comma, semicolon or `|` are lists whose other URLs lack their scheme. */
const SEVERAL = /[,;|]\s/;

/** Says of a cell what is wrong with a URL in it, and what to do; null if it can be fetched. */
export function imageUrlFault(url: string): string | null {
  if (isImageUrl(url)) {
    if (!hasCredentials(url)) return null;
    return 'holds a URL with a user name or password. Use one that works without, such as a signed URL';
  }
  if (!HTTP_START.test(url) || SEVERAL.test(url)) {
    return 'holds what is not a valid http(s) URL. Write each URL whole, with http:// or https:// at its start';
  }
  if (!NOT_IN_A_URL.test(url)) {
    return 'holds a URL whose host name or port cannot be. Correct what stands between its // and the next slash';
  }
  return isImageUrl(url.replace(/\p{Zs}/gu, '%20'))
    ? 'holds a URL with a space. Write %20 in its place'
    : 'holds a URL with a character that none can have, such as a space or a line break. Take it out';
}

/** Whether a URL has a user name or password, with which nothing is fetched. */
function hasCredentials(url: string): boolean {
  if (!url.includes('@')) return false;
  const { username, password } = parseUrl(url) ?? {};
  return Boolean(username) || Boolean(password);
}
