import type { CompressionOptions } from '../../requests';
import type { ImageFormat } from './image-format';
import type { ImageHeader } from './image-header';
import { FULL_CHROMA_QUALITY, HUGE_JPEG_PIXELS } from './encoder-settings';
import { planOutput } from './output-plan';

/**
 * Bytes per pixel at the peak, measured (VmHWM) on pictures of 9 and 16 million pixels and rounded up.
 * They are few for formats that are read line by line; AVIF holds several pictures at once on either side.
 */
const READING: Record<ImageFormat, number> = { jpeg: 1, png: 1, webp: 9, avif: 14, gif: 1, tiff: 3 };
const WRITING: Record<ImageFormat, number> = { jpeg: 6, png: 6, webp: 6, avif: 22, gif: 6, tiff: 3 };
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
/** Bytes per pixel of the frame that a GIF is put together in. */
const GIF_FRAME = 4;
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
  // Colours are read as they are and pass on in 16 bits (`readAsP3`), to where the picture is turned.
  const turned = HELD_WHOLE * (header.isCodedP3 ? 2 : 1);
  const held = (header.isProgressive ? progressive : 0) + (header.orientation > 1 ? turned : 0);
  const reading = readPixels * (READING[header.format] + held) * depthFactor;
  const readFrame = header.format === 'gif' ? (header.pixels / header.frames) * GIF_FRAME : 0;
  const isHugeJpeg = plan.format === 'jpeg' && writtenPixels > HUGE_JPEG_PIXELS;
  const writing = isHugeJpeg
    ? writtenPixels * WRITING_HUGE_JPEG
    : writtenPixels * WRITING[plan.format] +
      plan.width * plan.height * encodingOneFrame(plan.format, header, options);
  return Math.ceil(FIXED_BYTES + reading + readFrame + writing);
}

/** Bytes per pixel that the encoder of a format takes for the frame at hand, beside those for all frames. */
function encodingOneFrame(
  format: ImageFormat,
  { hasAlpha }: ImageHeader,
  { quality, effort }: CompressionOptions,
): number {
  const isFullChroma = quality >= FULL_CHROMA_QUALITY;
  switch (format) {
    case 'jpeg':
      return isFullChroma ? 7 : 0;
    case 'png':
      return effort === 'small' ? 2 : 0;
    case 'webp':
      if (hasAlpha) return effort === 'small' ? 52 : 32;
      return quality > 50 ? 10 : 0;
    case 'avif':
      return (isFullChroma ? 14 : 0) + (hasAlpha ? 18 : 0);
    case 'gif':
      return 12;
    case 'tiff':
      return 0;
  }
}
