import type { GifBlock } from './gif-blocks';

interface Rectangle {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

interface Frame extends Rectangle {
  /** Whether its rectangle is cleared before the next frame. */
  isCleared: boolean;
  hasTransparentColour: boolean;
}

const CLEARED = 2;

/**
 * Whether a GIF without a transparent colour shows parts of its canvas that no frame has painted, or that one has cleared.
 * Browsers show what is behind the picture there, libvips an opaque colour.
 */
export function leavesGaps(blocks: readonly GifBlock[]): boolean {
  const frames = framesOf(blocks);
  if (frames.some(frame => frame.hasTransparentColour)) return false;
  return frames.some((frame, index) => {
    const before = frames[index - 1];
    if (!before) return !covers(frame, canvasOf(blocks));
    return before.isCleared && !covers(frame, before);
  });
}

function canvasOf([header]: readonly GifBlock[]): Rectangle {
  const [right, bottom] = [header?.whole.readUInt16LE(6) ?? 0, header?.whole.readUInt16LE(8) ?? 0];
  return { left: 0, top: 0, right, bottom };
}

function framesOf(blocks: readonly GifBlock[]): Frame[] {
  let flags = 0;
  return blocks.flatMap(({ kind, whole }) => {
    if (kind === 'graphic_control') flags = whole[3] ?? 0;
    if (kind !== 'image') return [];
    const frame = {
      ...rectangleOf(whole),
      isCleared: ((flags >> 2) & 7) === CLEARED,
      hasTransparentColour: (flags & 1) === 1,
    };
    flags = 0;
    return [frame];
  });
}

function rectangleOf(image: Buffer): Rectangle {
  const [left, top] = [image.readUInt16LE(1), image.readUInt16LE(3)];
  return { left, top, right: left + image.readUInt16LE(5), bottom: top + image.readUInt16LE(7) };
}

function covers(upper: Rectangle, lower: Rectangle): boolean {
  return (
    upper.left <= lower.left &&
    upper.top <= lower.top &&
    upper.right >= lower.right &&
    upper.bottom >= lower.bottom
  );
}
