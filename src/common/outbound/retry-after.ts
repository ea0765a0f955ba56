/**
 * Reads `Retry-After`, seconds or an HTTP date (RFC 9110, 10.2.3), as milliseconds from `now`. A date that has passed
 * is 0; a header that is absent or cannot be read, undefined.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1_000;
  // Date.parse reads almost anything, `-5` too: only what looks like a date is read.
  const date = /^[A-Za-z]{3,9},? .*\d{2}:\d{2}:\d{2}/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
