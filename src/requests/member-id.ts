/**
 * The id of the n-th row that belongs to a request: a UUIDv7 with the request's timestamp, `sequence` as its
 * counter (RFC 9562, 6.2, method 1) and the request's own random bits. So ids of a request rise with their
 * sequence, which keeps index inserts at one end, and an import that is done twice makes the same rows.
 */
export function memberId(requestId: string, sequence: number): string {
  const [first, second, third, fourth] = [sequence >>> 24, sequence >>> 16, sequence >>> 8, sequence];
  const middle = second & 0xf;
  // 32 counter bits: 12 behind the version, 2 beside the variant and 18 below it, in whole digits where possible.
  const high = byte(first) + digit(second >>> 4);
  const variant = digit(0b1000 | (middle >> 2));
  const rest = digit(((middle & 0b11) << 2) | (valueOf(requestId.charCodeAt(25)) & 0b11));
  const low = `${byte(third)}-${byte(fourth)}`;
  return `${requestId.slice(0, 13)}-7${high}-${variant}${rest}${low}${requestId.slice(26)}`;
}

// `toString(16)` and `parseInt` took a sixth of the time of an import.
const BYTES = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));
const byte = (value: number) => BYTES[value & 0xff]!;
const digit = (value: number) => byte(value)[1]!;
/** The value of a lower-case digit, by its character code. */
const valueOf = (code: number) => (code < 0x3a ? code - 0x30 : code - 0x57);
