import type { CompressionOptions } from '../../requests';
import { ImageFailure } from '../image-failure';
import { readingFailure } from './decode-failure';
import { decodeWhole } from './decode-whole';
import { FORMAT_FACTS, type ImageFormat } from './image-format';
import type { ImageHeader } from './image-header';
import { type OutputPlan, planOutput } from './output-plan';
import { transform } from './sharp.gateway';
import { stripMetadata } from './strip-metadata';
import { needs8Bits, transformation } from './transformation';

/** A finished picture. */
export interface CompressedImage {
  data: Buffer;
  format: ImageFormat;
  /** The size as displayed, of one frame. */
  width: number;
  height: number;
  outcome: 'compressed' | 'kept_original';
}

/**
 * Compresses one image (docs/contract.md, 3). The same input and options give the same picture, and nearly always
 * the same bytes: libimagequant dithers a palette with `rand()`, whose state two threads may share at that moment.
 * Throws ImageFailure: `corrupt_image`, `unsupported_format` where a TIFF is packed in a way that is not read,
 * `too_many_pixels` where the format cannot hold a side that long, `processing_crashed` where it takes too long.
 *
 * @param header the result of `inspectImage` for the same input
 */
export async function compressImage(
  input: Buffer,
  header: ImageHeader,
  options: CompressionOptions,
): Promise<CompressedImage> {
  const plan = planOutput(header, options);
  if (!header.canBeEncoded) {
    await decodeWhole(input, header);
    return keptOriginal(strippedOrCorrupt(input, header), plan);
  }
  refuseLongSides(plan);
  const encoded = await transform(input, transformation(header, plan, options));
  // This comes only now, after the decoder has seen all of it, so nothing damaged is kept.
  const stripped = plan.mayKeepOriginal
    ? stripMetadata(
        input,
        header.format,
        header.orientation,
        mustBeExact(header, plan, options) ? Infinity : encoded.data.length,
      )
    : null;
  if (stripped) return keptOriginal(stripped, plan);
  return { ...encoded, format: plan.format, outcome: 'compressed' };
}

/**
 * Quality 100 must lose nothing; the encoder of GIF moves colours a little whatever its options, and what needs 8 bits
 * comes in no more.
 */
function mustBeExact(header: ImageHeader, { format }: OutputPlan, { quality }: CompressionOptions): boolean {
  return quality === 100 && (format === 'gif' || needs8Bits(header));
}

function keptOriginal(data: Buffer, { format, width, height }: OutputPlan): CompressedImage {
  return { data, format, width, height, outcome: 'kept_original' };
}

function strippedOrCorrupt(input: Buffer, { format, orientation }: ImageHeader): Buffer {
  const stripped = stripMetadata(input, format, orientation);
  if (!stripped) throw readingFailure(format, undefined);
  return stripped;
}

function refuseLongSides({ format, width, height }: OutputPlan): void {
  const { name, maxSide } = FORMAT_FACTS[format];
  if (Math.max(width, height) <= maxSide) return;
  throw new ImageFailure(
    'too_many_pixels',
    `${name} holds at most ${maxSide} pixels a side, the picture is ${width} × ${height}.`,
  );
}
