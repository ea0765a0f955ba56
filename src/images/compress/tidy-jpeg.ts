import { endOfScan, isBare, isFrame, MARKER } from './jpeg-markers';
import { knownToLibjpeg } from './jpeg-colours';

/** Baseline, extended and arithmetic frames, whose scans hold whole blocks. */
const SEQUENTIAL_FRAMES = new Set([0xc0, 0xc1, 0xc9]);
/** What the last bytes of the header of such a scan have to be: coefficients 0 to 63, to the last bit. */
const WHOLE_BLOCKS = Buffer.of(0, 63, 0);

/**
 * Puts right what libjpeg warns of in whole pictures: bytes between the segments before the first scan, zeros that pad
 * the last scan (both written by cameras), a range of coefficients where all are in the scan (Samsung's phones), and
 * versions of JFIF and transforms of Adobe that it does not know. None of it changes a pixel, so a decoder that still
 * warns has found damage: other bytes that a scan leaves over are what comes after a hole. Null where nothing is to be
 * put right, and where the structure is not understood.
 */
export function tidyJpeg(input: Buffer): Buffer | null {
  let parts = [input.subarray(0, 2)];
  let isSequential = false;
  let hasScans = false;
  let at = nextMarker(input, 2);
  while (at + 4 <= input.length) {
    const marker = input[at + 1] ?? 0;
    const end = at + 2 + input.readUInt16BE(at + 2);
    if (isBare(marker) || end < at + 4 || end > input.length) return null;
    const segment = input.subarray(at, end);
    isSequential ||= SEQUENTIAL_FRAMES.has(marker);
    if (marker !== MARKER.SOS) {
      at = nextMarker(input, end);
      if (hasScans && at !== end) return null;
      parts.push(segment);
      // How many components there are is known only now, and says which colours libjpeg takes them for.
      if (isFrame(marker)) parts = parts.map(part => knownToLibjpeg(part, segment[9] ?? 0));
      continue;
    }
    hasScans = true;
    parts.push(...(isSequential ? [segment.subarray(0, -3), WHOLE_BLOCKS] : [segment]));
    at = endOfScan(input, end);
    const scan = input.subarray(end, at);
    if (input[at + 1] === MARKER.EOI) {
      const last = isSequential ? scan : withoutPadding(scan);
      const tidy = Buffer.concat([...parts, last, input.subarray(at, at + 2)]);
      return tidy.equals(input.subarray(0, tidy.length)) ? null : tidy;
    }
    parts.push(scan);
  }
  return null;
}

/** Passes over what is no marker, as libjpeg does, and over fill bytes. */
function nextMarker(input: Buffer, start: number): number {
  let at = input.indexOf(0xff, start);
  while (at !== -1) {
    const next = input[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff) return at;
    at = input.indexOf(0xff, at + 1);
  }
  return input.length;
}

/**
 * For progressive scans only: nothing warns of padding behind a sequential one, whose own data may end in zeros where
 * the picture ends in one colour.
 */
function withoutPadding(scan: Buffer): Buffer {
  let end = scan.length;
  while (end > 0 && scan[end - 1] === 0) end -= 1;
  const isStuffed = end < scan.length && scan[end - 1] === 0xff;
  return scan.subarray(0, isStuffed ? end + 1 : end);
}
