/** The second bytes of the markers of a JPEG that mean something here (ITU-T T.81, table B.1). */
export const MARKER = {
  SOI: 0xd8,
  EOI: 0xd9,
  SOS: 0xda,
  APP0: 0xe0,
  APP1: 0xe1,
  APP2: 0xe2,
  APP14: 0xee,
  COM: 0xfe,
};

/** Markers without a length that have no place between segments. */
export function isBare(marker: number): boolean {
  return marker <= 0x01 || (marker >= 0xd0 && marker <= MARKER.EOI);
}

/** Markers of frame headers; three in their range mean something else (DHT, JPG and DAC). */
export function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/**
 * Finds the marker that ends the data of a scan; stuffed zeros and restarts belong to the data. Where there are more
 * than `atMost` bytes of data, the result is a position behind these.
 */
export function endOfScan(input: Buffer, start: number, atMost = Infinity): number {
  let at = input.indexOf(0xff, start);
  while (at !== -1) {
    const next = input[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
    if (at - start > atMost) return at;
    at = input.indexOf(0xff, at + (next === 0xff ? 1 : 2));
  }
  return input.length;
}
