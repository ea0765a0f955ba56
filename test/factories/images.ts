import sharp from 'sharp';
import { pngChunk, readPngChunks } from '../../src/images/compress/png-chunks';

/** A picture with a gradient, edges and some noise, always the same; opaque red is `background`. */
export function picture(width = 64, height = 48, channels: 3 | 4 = 3): sharp.Sharp {
  return sharp(pixels(width, height, channels), { raw: { width, height, channels } });
}

/** Deterministic pixels: every quarter has a colour of its own, so that turning and mirroring shows. */
export function pixels(width: number, height: number, channels: 3 | 4): Buffer {
  const raw = Buffer.alloc(width * height * channels);
  let seed = 7;
  for (let index = 0; index < width * height; index += 1) {
    const [x, y] = [index % width, Math.floor(index / width)];
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
    const noise = (seed >> 16) % 16;
    raw[index * channels] = x < width / 2 ? 200 + noise : 20 + noise;
    raw[index * channels + 1] = y < height / 2 ? 180 + noise : 40 + noise;
    raw[index * channels + 2] = Math.floor((x / width) * 200) + noise;
    if (channels === 4) raw[index * channels + 3] = Math.floor((x / width) * 255);
  }
  return raw;
}

export interface AnimationOverrides {
  frames?: number;
  delay?: number[];
  loop?: number;
  width?: number;
  height?: number;
}

/** Frames that differ, each with a delay of its own. */
export async function animation(format: 'gif' | 'webp', overrides: AnimationOverrides = {}): Promise<Buffer> {
  const { frames = 3, width = 40, height = 30, loop = 4 } = overrides;
  const delay = overrides.delay ?? Array.from({ length: frames }, (_, index) => 50 * (index + 1));
  const pictures = await Promise.all(
    Array.from({ length: frames }, (_, index) =>
      picture(width, height)
        .modulate({ hue: index * 70 })
        .png()
        .toBuffer(),
    ),
  );
  return sharp(pictures, { join: { animated: true } })
    .toFormat(format, { delay, loop, effort: 1 })
    .toBuffer();
}

/** An APNG of two frames. `data` is the compressed data of each, what an honest encoder makes unless said otherwise. */
export async function apng(data: { first?: Buffer; second?: Buffer } = {}): Promise<Buffer> {
  const png = await picture().png().toBuffer();
  const chunks = readPngChunks(png) ?? [];
  const honest = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ body }) => body));
  const { first = honest, second = honest } = data;
  const numbers = (...values: number[]) => {
    const buffer = Buffer.alloc(4 * values.length);
    values.forEach((value, index) => buffer.writeUInt32BE(value, 4 * index));
    return buffer;
  };
  // Width, height, x and y; a tenth of a second; nothing is disposed of or blended.
  const control = (sequence: number) =>
    Buffer.concat([numbers(sequence, 64, 48, 0, 0), Buffer.of(0, 1, 0, 10, 0, 0)]);
  return Buffer.concat([
    png.subarray(0, 8),
    ...chunks.filter(({ type }) => type !== 'IDAT' && type !== 'IEND').map(({ whole }) => whole),
    pngChunk('acTL', numbers(2, 0)),
    pngChunk('fcTL', control(0)),
    pngChunk('IDAT', first),
    pngChunk('fcTL', control(1)),
    pngChunk('fdAT', Buffer.concat([numbers(2), second])),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Puts code points in the place of the profile that an AVIF or PNG has; the pixels stay. */
export function withCodePoints(image: Buffer, primaries: number, transfer: number): Buffer {
  if (image.toString('latin1', 4, 8) === 'ftyp') {
    const avif = Buffer.from(image);
    const at = avif.indexOf('colrrICC');
    avif.write('nclx', at + 4, 'latin1');
    Buffer.of(0, primaries, 0, transfer, 0, 6, 0x80).copy(avif, at + 8);
    return avif;
  }
  const coded = pngChunk('cICP', Buffer.of(primaries, transfer, 0, 1));
  const parts = (readPngChunks(image) ?? []).map(({ type, whole }) => (type === 'iCCP' ? coded : whole));
  return Buffer.concat([image.subarray(0, 8), ...parts]);
}

/** One sample of each format that is read. */
export const samples: Record<string, () => Promise<Buffer>> = {
  'baseline JPEG': () => picture().jpeg().toBuffer(),
  'progressive JPEG': () => picture().jpeg({ progressive: true }).toBuffer(),
  PNG: () => picture().png().toBuffer(),
  'interlaced PNG': () => picture().png({ progressive: true }).toBuffer(),
  WebP: () => picture().webp().toBuffer(),
  'lossless WebP': () => picture().webp({ lossless: true }).toBuffer(),
  'animated WebP': () => animation('webp'),
  AVIF: () => picture().avif({ effort: 0 }).toBuffer(),
  GIF: () => picture().gif().toBuffer(),
  'animated GIF': () => animation('gif'),
  'deflated TIFF': () => picture().tiff({ compression: 'deflate' }).toBuffer(),
  'JPEG in TIFF': () => picture().tiff({ compression: 'jpeg' }).toBuffer(),
  'uncompressed TIFF': () => picture().tiff({ compression: 'none' }).toBuffer(),
};

/** What nobody may find in a result. */
export const SECRET = 'secret-place-and-owner';

/** Puts EXIF (with GPS) and XMP into a picture. */
export function withPrivateMetadata(image: sharp.Sharp, orientation = 1): sharp.Sharp {
  return image
    .withExif({
      IFD0: { Artist: SECRET, Model: SECRET },
      IFD3: { GPSLatitudeRef: 'N', GPSAreaInformation: SECRET },
    })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>${SECRET}</rdf></x:xmpmeta>`)
    .withMetadata({ orientation });
}

/** Pixels as they are shown: upright, three or four channels, 8 bits. */
export async function shownPixels(image: Buffer, options: sharp.SharpOptions = {}) {
  const { data, info } = await sharp(image, options)
    .autoOrient()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    ...info,
    data,
    at: (x: number, y: number) => [
      ...data.subarray((y * info.width + x) * info.channels, (y * info.width + x + 1) * info.channels),
    ],
  };
}

/** The mean difference per channel, 0 to 255. */
export function meanDifference(one: Buffer, other: Buffer): number {
  if (one.length !== other.length) return Infinity;
  let sum = 0;
  for (let index = 0; index < one.length; index += 1)
    sum += Math.abs((one[index] ?? 0) - (other[index] ?? 0));
  return sum / one.length;
}
