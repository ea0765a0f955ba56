import { readingFailure } from './decode-failure';
import type { ImageHeader } from './image-header';
import { checksumHolds, readPngChunks } from './png-chunks';
import { decode } from './sharp.gateway';

/**
 * Checks a picture that is not encoded anew: decodes every pixel that libvips reads. Of an APNG and an AVIF sequence
 * that is the first picture; damage to the other frames of an APNG shows in their checksums. Throws ImageFailure.
 */
export async function decodeWhole(input: Buffer, header: ImageHeader): Promise<void> {
  const { format, pixels, frames } = header;
  const allFrames = header.readsAllFrames && frames > 1;
  await decode(input, { format, pixels: allFrames ? pixels : pixels / frames, allFrames });
  const isApng = format === 'png' && frames > 1;
  if (isApng && !readPngChunks(input)?.every(checksumHolds)) throw readingFailure(format, undefined);
}
