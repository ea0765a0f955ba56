import type { CompressionOptions } from '../../requests';
import type { ImageFormat } from './image-format';
import type { ImageHeader } from './image-header';
import { HUGE_JPEG_PIXELS } from './encoder-settings';
import { planOutput } from './output-plan';

/**
 * Bytes per pixel at the peak, measured (VmHWM) on pictures of 16 million pixels at effort `balanced` and rounded up.
 * They are few for formats that are read line by line; AVIF holds several pictures at once on either side.
 */
const READING: Record<ImageFormat, number> = { jpeg: 1, png: 1, webp: 8, avif: 14, gif: 1, tiff: 3 };
const WRITING: Record<ImageFormat, number> = { jpeg: 6, png: 6, webp: 6, avif: 21, gif: 6, tiff: 3 };
/**
 * Bytes per pixel of a picture that is complete only with its last byte: a progressive or interlaced one, and one that
 * has to be turned.
 */
const HELD_WHOLE = 4;
/**
 * Bytes per pixel of all coefficients of a progressive JPEG: 2 each, three a pixel where the colour is not subsampled.
 */
const COEFFICIENTS = 6;
/** Bytes per pixel of a JPEG that is written as it is read. */
const WRITING_HUGE_JPEG = 1;
/** The bytes that even the smallest picture takes. */
const FIXED_BYTES = 4 * 1024 * 1024;

/**
 * Estimates the memory, in bytes, that `compressImage` takes for this picture at its peak, beside the input; never too
 * little.
 */
export function peakMemoryBytes(header: ImageHeader, options: CompressionOptions): number {
  const plan = planOutput(header, options);
  const readPixels = plan.frames === 'all' ? header.pixels : header.pixels / header.frames;
  const writtenPixels = plan.width * plan.height * (plan.frames === 'all' ? header.frames : 1);
  const depthFactor = header.depth === 16 ? 2 : 1;
  const progressive = header.format === 'jpeg' ? COEFFICIENTS : HELD_WHOLE;
  const held = (header.isProgressive ? progressive : 0) + (header.orientation > 1 ? HELD_WHOLE : 0);
  const reading = readPixels * (READING[header.format] + held) * depthFactor;
  const isHugeJpeg = plan.format === 'jpeg' && writtenPixels > HUGE_JPEG_PIXELS;
  const writing = writtenPixels * (isHugeJpeg ? WRITING_HUGE_JPEG : WRITING[plan.format]);
  return Math.ceil(FIXED_BYTES + reading + writing);
}
