import type { ImageFormat } from './image-format';
import { stripAvif } from './strip-avif';
import { stripGif } from './strip-gif';
import { stripJpeg } from './strip-jpeg';
import { stripPng } from './strip-png';
import { stripWebp } from './strip-webp';

type Stripper = (input: Buffer, orientation: number, atMost: number) => Buffer | null;

const STRIPPERS: Record<ImageFormat, Stripper> = {
  jpeg: stripJpeg,
  png: stripPng,
  webp: stripWebp,
  avif: stripAvif,
  gif: stripGif,
  // The directories of a TIFF point across the file and may be private themselves.
  tiff: () => null,
};

/**
 * Removes private metadata from a picture, which stays the same bit for bit; orientation and colour profile stay. The
 * result is null where that cannot be done (TIFF, and anything whose structure is not understood), and where more than
 * `atMost` bytes are left: that is mostly so, and is found out without a copy of the whole picture.
 */
export function stripMetadata(
  input: Buffer,
  format: ImageFormat,
  orientation: number,
  atMost = Infinity,
): Buffer | null {
  const stripped = STRIPPERS[format](input, orientation, atMost);
  return stripped && stripped.length <= atMost ? stripped : null;
}
