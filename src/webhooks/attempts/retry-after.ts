/** `Retry-After` as milliseconds from `now`: seconds or an HTTP date; null when it is absent or no such thing. */
export function retryAfterMs(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  const value = header.trim();
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  // Dates have a comma or letters; Date.parse would make something of a lone number such as "-5" too.
  const date = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}
