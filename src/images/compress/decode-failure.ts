import { ImageFailure } from '../image-failure';
import { FORMAT_FACTS, type ImageFormat } from './image-format';

/**
 * libvips reports everything as text, and this file is the only one that reads it. An unknown error is damage: the
 * header was read before, and the limits of the encoder were checked before.
 */
const TIMEOUT = /\btimeout: \d+% complete/;
const PIXEL_LIMIT = /Input image exceeds pixel limit/;
const OUT_OF_MEMORY = /out of memory|unable to allocate|could not allocate/i;
/** TIFF can pack pixels in more ways, and give them more meanings, than libvips reads. */
const UNREAD_KIND =
  /compression support is not configured|(strip|tile) decoding is not implemented|bad labq format|samples out of range|exceeds channel limit|no known route from 'multiband'/;

/** A file that cannot be read is damaged, unless its error says that it is of a kind that libvips does not read. */
export function readingFailure(format: ImageFormat, cause: unknown): ImageFailure {
  if (cause instanceof Error && UNREAD_KIND.test(cause.message)) {
    return new ImageFailure(
      'unsupported_format',
      `The format is not supported: this kind of ${FORMAT_FACTS[format].name}.`,
      {},
      { cause },
    );
  }
  return new ImageFailure(
    'corrupt_image',
    `The ${FORMAT_FACTS[format].name} file is truncated or damaged.`,
    {},
    { cause },
  );
}

/** Translates an error of the pipeline. */
export function workFailure(format: ImageFormat, cause: unknown): Error {
  const text = cause instanceof Error ? cause.message : String(cause);
  if (TIMEOUT.test(text)) {
    return new ImageFailure('processing_crashed', 'Processing the picture took too long.', {}, { cause });
  }
  if (PIXEL_LIMIT.test(text)) {
    return new ImageFailure('too_many_pixels', 'The picture is larger than its header says.', {}, { cause });
  }
  // This is not the fault of the picture: an unexpected error, which the caller handles.
  if (OUT_OF_MEMORY.test(text)) return new Error('Not enough memory for this picture', { cause });
  return readingFailure(format, cause);
}
