/**
 * The id of the n-th row that belongs to a request: a UUIDv7 with the request's timestamp, `sequence` as its
 * counter (RFC 9562, 6.2, method 1) and the request's own random bits. So ids of a request rise with their
 * sequence, which keeps index inserts at one end, and an import that is done twice makes the same rows.
 */
export function memberId(requestId: string, sequence: number): string {
  const counter = sequence.toString(16).padStart(8, '0');
  const time = requestId.slice(0, 13);
  const random = requestId.slice(-10);
  // 32 counter bits: 12 behind the version, 2 beside the variant and 18 below it, in whole digits where possible.
  const [high, middle, low] = [counter.slice(0, 3), parseInt(counter.slice(3, 4), 16), counter.slice(4)];
  const variant = (0b1000 | (middle >> 2)).toString(16);
  const rest = (((middle & 0b11) << 2) | (parseInt(requestId.slice(-11, -10), 16) & 0b11)).toString(16);
  return `${time}-7${high}-${variant}${rest}${low.slice(0, 2)}-${low.slice(2)}${random}`;
}
