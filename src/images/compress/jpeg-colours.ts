import { MARKER } from './jpeg-markers';

/** A byte of a segment that tells how colours are meant, and the values that libjpeg knows there. */
interface ColourByte {
  marker: number;
  name: string;
  /** Counted from the marker. */
  at: number;
  /** By the number of components; the last one is what libjpeg takes any other value for. */
  known: Record<number, number[]>;
}

const COLOUR_BYTES: ColourByte[] = [
  // The major version, which is 1 in every version of the standard.
  { marker: MARKER.APP0, name: 'JFIF\0', at: 9, known: { 1: [1], 3: [1], 4: [1] } },
  // The transform: none or YCbCr, and none or YCCK.
  { marker: MARKER.APP14, name: 'Adobe', at: 15, known: { 3: [0, 1], 4: [0, 2] } },
];

/** Replaces a value that libjpeg warns of by the one that it takes it for, which changes no pixel. */
export function knownToLibjpeg(segment: Buffer, components: number): Buffer {
  const found = COLOUR_BYTES.find(
    ({ marker, name }) => segment[1] === marker && segment.toString('latin1', 4, 4 + name.length) === name,
  );
  const known = found?.known[components];
  const value = found && segment[found.at];
  if (!found || !known || value === undefined || known.includes(value)) return segment;
  const replaced = Buffer.from(segment);
  replaced[found.at] = known.at(-1) ?? value;
  return replaced;
}
