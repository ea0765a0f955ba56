import type { CompressedImage } from './compress-image';
import { decodeWhole } from './decode-whole';
import type { ImageHeader } from './image-header';

/**
 * Accepts a picture made elsewhere as a result, byte for byte, if all of it can be decoded. Throws ImageFailure:
 * `corrupt_image`, `unsupported_format`, `too_many_pixels`, `processing_crashed`.
 *
 * @param header the result of `inspectImage` for the same input
 */
export async function checkImage(input: Buffer, header: ImageHeader): Promise<CompressedImage> {
  await decodeWhole(input, header);
  const { format, width, height } = header;
  return { data: input, format, width, height, outcome: 'compressed' };
}
