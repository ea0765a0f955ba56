import type { ImageFormat } from './image-format';
import { stripAvif } from './strip-avif';
import { stripGif } from './strip-gif';
import { stripJpeg } from './strip-jpeg';
import { stripPng } from './strip-png';
import { stripWebp } from './strip-webp';

const STRIPPERS: Record<ImageFormat, (input: Buffer, orientation: number) => Buffer | null> = {
  jpeg: stripJpeg,
  png: stripPng,
  webp: stripWebp,
  avif: stripAvif,
  gif: stripGif,
  // Its directories point across the file and may be private themselves.
  tiff: () => null,
};

/**
 * The same picture, bit for bit, without private metadata; orientation and colour profile stay. Null where that
 * cannot be done: TIFF, and anything whose structure is not understood.
 */
export function stripMetadata(input: Buffer, format: ImageFormat, orientation: number): Buffer | null {
  return STRIPPERS[format](input, orientation);
}
