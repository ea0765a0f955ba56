import { avifColours } from './avif-colours';
import type { CodedColours } from './code-points';
import { countGifFrames, readGifBlocks } from './gif-blocks';
import { leavesGaps } from './gif-gaps';
import type { ImageFormat } from './image-format';
import { countPngFrames, pngColours, pngGamma, readPngChunks } from './png-chunks';
import { countWebpFrames, readWebpChunks } from './webp-chunks';

export interface FrameStructure {
  frames: number;
  /** Whether libvips sees all frames, and not the first only. */
  isReadByLibvips: boolean;
  gamma: number | null;
  /** The colours by code points, null where there are none. */
  colours: CodedColours | null;
  /** Whether a GIF shows what is behind it although it has no transparent colour, which libvips paints over. */
  leavesGaps: boolean;
}

const STILL: FrameStructure = {
  frames: 1,
  isReadByLibvips: true,
  gamma: null,
  colours: null,
  leavesGaps: false,
};
/** libvips does not tell what it cannot read of an AVIF sequence, so the number of frames is unknown: more than one. */
const AVIF_SEQUENCE: FrameStructure = { ...STILL, frames: 2, isReadByLibvips: false };

/**
 * Walks the container without decoding: counts frames and finds the end, which libvips does not insist on (a GIF cut
 * between two frames would just lose the rest). The result is null where the file is cut off or has no such structure.
 */
export function frameStructure(input: Buffer, format: ImageFormat): FrameStructure | null {
  switch (format) {
    case 'gif': {
      const blocks = readGifBlocks(input);
      return (
        blocks && {
          ...STILL,
          frames: Math.max(1, countGifFrames(blocks)),
          leavesGaps: leavesGaps(blocks),
        }
      );
    }
    case 'webp': {
      const chunks = readWebpChunks(input);
      return chunks && { ...STILL, frames: countWebpFrames(chunks) };
    }
    case 'png': {
      const chunks = readPngChunks(input);
      if (!chunks) return null;
      const frames = countPngFrames(chunks);
      return {
        ...STILL,
        frames,
        isReadByLibvips: frames === 1,
        gamma: pngGamma(chunks),
        colours: pngColours(chunks),
      };
    }
    case 'avif':
      return input.toString('latin1', 8, 12) === 'avis'
        ? AVIF_SEQUENCE
        : { ...STILL, colours: avifColours(input) };
    case 'jpeg':
    case 'tiff':
      return STILL;
  }
}
