import sharp from 'sharp';
import { ImageFailure } from '../image-failure';
import { readingFailure, workFailure } from './decode-failure';
import type { EncoderSettings } from './encoder-settings';
import type { ImageFormat } from './image-format';
import { tidyJpeg } from './tidy-jpeg';

// There is a picture for each core, so threads inside a picture would only get in each other's way; and no picture is
// read twice, so a cache of results would only hold memory.
sharp.concurrency(1);
sharp.cache(false);
// The content was sniffed before; if that ever errs, libvips still opens nothing else (no SVG, no PDF).
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif', 'Tiff'].map(name => `VipsForeignLoad${name}Buffer`),
});

/** The bytes that libvips holds now, and the pictures that wait for a thread or have one. */
export function libvipsUsage(): { memoryBytes: number; queued: number; running: number } {
  const { queue: queued, process: running } = sharp.counters();
  return { memoryBytes: sharp.cache().memory.current * 2 ** 20, queued, running };
}

/** A picture takes seconds; one that takes this long was made to do so. */
const TIMEOUT_SECONDS = 120;

/** The facts that libvips reads from a header. */
export interface RawHeader {
  /** The size as stored, of one frame. */
  width: number;
  height: number;
  displayed: { width: number; height: number };
  pages: number;
  orientation: number;
  space: string;
  bitsPerSample: number;
  /** The type of the numbers in memory, as libvips calls it: `uchar`, `ushort`, `short`, `float` and others. */
  sampleType: string;
  hasAlpha: boolean;
  isProgressive: boolean;
  profile: Buffer | null;
}

/**
 * libvips knows an AVIF by its major brand alone, and does not know that of a sequence, whose first picture it could
 * read as any other.
 */
function knownToLibvips(input: Buffer): Buffer {
  if (input.toString('latin1', 4, 12) !== 'ftypavis') return input;
  const known = Buffer.from(input);
  known.write('avif', 8, 'latin1');
  return known;
}

/** Reads the header only. Throws ImageFailure: `corrupt_image`, `unsupported_format`. */
export async function readHeader(input: Buffer, format: ImageFormat): Promise<RawHeader> {
  try {
    const found = await sharp(knownToLibvips(input), { limitInputPixels: false }).metadata();
    return {
      width: found.width,
      height: found.height,
      displayed: found.autoOrient,
      pages: found.pages ?? 1,
      orientation: found.orientation ?? 1,
      space: found.space,
      bitsPerSample: found.bitsPerSample ?? 8,
      sampleType: found.depth,
      hasAlpha: found.hasAlpha,
      isProgressive: found.isProgressive,
      profile: found.icc ?? null,
    };
  } catch (error) {
    throw readingFailure(format, error);
  }
}

/** Whether all pages have the same size and kind, without which libvips cannot read them together. */
export async function hasUniformPages(input: Buffer): Promise<boolean> {
  return sharp(input, { limitInputPixels: false, pages: -1 })
    .metadata()
    .then(
      () => true,
      () => false,
    );
}

/** How a picture is to be read and changed on its way to the encoder. */
export interface Transformation {
  format: ImageFormat;
  /** The pixels of all frames that are read together, so that a false header is caught. */
  pixels: number;
  allFrames: boolean;
  /** The exact new size, as displayed; null to keep it. */
  newSize: { width: number; height: number } | null;
  ignoreProfile: boolean;
  /** Its numbers are to be taken for Display P3's, as libvips takes 16-bit numbers without a profile. */
  readAsP3: boolean;
  /** Otherwise libvips leaves the profile of 16-bit grey out. */
  readAs8BitGrey: boolean;
  /** libvips converts 16-bit pictures that have a profile to Display P3. */
  comesAsP3: boolean;
  gammaOut: { darken: number; brighten: number } | null;
  background: string | null;
  outputSpace: 'srgb' | 'b-w' | 'rgb16' | 'grey16';
  encoder: EncoderSettings;
}

export interface Encoded {
  data: Buffer;
  /** The size of one frame. */
  width: number;
  height: number;
}

/** Decodes, changes and encodes in one pass. Throws ImageFailure. */
export async function transform(input: Buffer, work: Transformation): Promise<Encoded> {
  return wholeOnly(input, work.format, source => run(source, work));
}

/** Decodes every pixel and keeps none, to check that the picture is whole. Throws ImageFailure. */
export async function decode(
  input: Buffer,
  { format, pixels, allFrames }: Pick<Transformation, 'format' | 'pixels' | 'allFrames'>,
): Promise<void> {
  const pages = allFrames ? -1 : 1;
  await wholeOnly(knownToLibvips(input), format, source =>
    sharp(source, { failOn: 'warning', limitInputPixels: pixels, pages }).stats(),
  );
}

/**
 * Decodes so that every warning of a decoder fails, since libvips tells only the first. A JPEG gets a second chance
 * without the bytes that are wrong in whole pictures, too.
 */
async function wholeOnly<T>(
  input: Buffer,
  format: ImageFormat,
  work: (source: Buffer) => Promise<T>,
): Promise<T> {
  try {
    return await work(input);
  } catch (error) {
    const failure = workFailure(format, error);
    const mayBeWhole =
      format === 'jpeg' && failure instanceof ImageFailure && failure.code === 'corrupt_image';
    const tidy = mayBeWhole ? tidyJpeg(input) : null;
    if (!tidy) throw failure;
    return await work(tidy).catch((again: unknown) => {
      throw workFailure(format, again);
    });
  }
}

async function run(input: Buffer, work: Transformation): Promise<Encoded> {
  const pipeline = sharp(input, {
    failOn: 'warning',
    limitInputPixels: work.pixels,
    pages: work.allFrames ? -1 : 1,
    autoOrient: true,
    ignoreIcc: work.ignoreProfile,
  }).timeout({ seconds: TIMEOUT_SECONDS });
  if (work.readAsP3) pipeline.pipelineColourspace('rgb16');
  if (work.readAs8BitGrey) pipeline.pipelineColourspace('b-w');
  if (work.newSize) pipeline.resize({ ...work.newSize, fit: 'fill' });
  if (work.background) pipeline.flatten({ background: work.background });
  if (work.gammaOut) pipeline.gamma(work.gammaOut.darken, work.gammaOut.brighten);
  if (work.comesAsP3) pipeline.withIccProfile('srgb', { attach: false });
  const { format, options } = work.encoder;
  const { data, info } = await pipeline
    .toColourspace(work.outputSpace)
    .toFormat(format, options)
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.pageHeight ?? info.height };
}
