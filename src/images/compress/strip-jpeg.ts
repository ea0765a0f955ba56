import { endOfScan, isBare, MARKER } from './jpeg-markers';
import { minimalExif } from './minimal-exif';

const START = Buffer.from([0xff, MARKER.SOI]);

/**
 * Removes EXIF, XMP, IPTC, comments, previews and whatever follows the end (phones append videos) from a JPEG; null
 * where its structure is not understood, or where it turns out on the way that more than `atMost` bytes are left. The
 * scans are copied as they are.
 */
export function stripJpeg(input: Buffer, orientation: number, atMost: number): Buffer | null {
  const parts: Buffer[] = [];
  let left = 0;
  let at = 2;
  while (at + 4 <= input.length && left <= atMost) {
    if (input[at] !== 0xff) return null;
    const marker = input[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1; // fill bytes before a marker are allowed
      continue;
    }
    if (isBare(marker)) return null;
    const end = at + 2 + input.readUInt16BE(at + 2);
    if (end < at + 4 || end > input.length) return null;
    const kept = keptSegment(marker, input.subarray(at, end));
    if (kept) parts.push(kept);
    left += kept?.length ?? 0;
    at = end;
    if (marker !== MARKER.SOS) continue;
    at = endOfScan(input, end, atMost);
    parts.push(input.subarray(end, at));
    left += at - end;
    if (input[at + 1] === MARKER.EOI) {
      return Buffer.concat([START, ...inOrder(parts, orientation), input.subarray(at, at + 2)]);
    }
  }
  return null;
}

/** JFIF wants to come first, so the orientation comes after it. */
function inOrder(parts: Buffer[], orientation: number): Buffer[] {
  if (orientation <= 1) return parts;
  const exif = Buffer.concat([Buffer.from('\xff\xe1\0\0Exif\0\0', 'latin1'), minimalExif(orientation)]);
  exif.writeUInt16BE(exif.length - 2, 2);
  const first = parts[0]?.[1] === MARKER.APP0 ? 1 : 0;
  return [...parts.slice(0, first), exif, ...parts.slice(first)];
}

/** Tables and frames stay; of the rest only what the colours need: JFIF, the ICC profile, Adobe's transform. */
function keptSegment(marker: number, segment: Buffer): Buffer | null {
  const isApplication = marker >= MARKER.APP0 && marker <= 0xef;
  if (!isApplication) return marker === MARKER.COM ? null : segment;
  const tag = segment.toString('latin1', 4, 16);
  if (marker === MARKER.APP0 && tag.startsWith('JFIF\0')) return withoutThumbnail(segment);
  const isColour =
    (marker === MARKER.APP2 && tag === 'ICC_PROFILE\0') ||
    (marker === MARKER.APP14 && tag.startsWith('Adobe'));
  return isColour ? segment : null;
}

function withoutThumbnail(jfif: Buffer): Buffer {
  if (jfif.length <= 18) return jfif;
  const short = Buffer.from(jfif.subarray(0, 18));
  short.writeUInt16BE(16, 2);
  short.writeUInt16BE(0, 16);
  return short;
}
