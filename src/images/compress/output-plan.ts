import type { CompressionOptions } from '../../requests';
import type { ImageFormat } from './image-format';
import type { ImageHeader } from './image-header';

/** The plan for what becomes of an image. */
export interface OutputPlan {
  format: ImageFormat;
  /** The size as displayed, of one frame. */
  width: number;
  height: number;
  shrinks: boolean;
  /** All frames of an animation and all pages of a TIFF are kept, or the first only. */
  frames: 'all' | 'first';
  /** Whether it is neither shrunk nor converted: then the smaller one of original and result is kept. */
  mayKeepOriginal: boolean;
}

const CAN_ANIMATE: ReadonlySet<ImageFormat> = new Set(['gif', 'webp']);

/** Decides format, dimensions and frames. Asking for the format that the image has is the same as `keep`. */
export function planOutput(header: ImageHeader, options: CompressionOptions): OutputPlan {
  const format = outputFormat(header, options);
  const scale = Math.min(
    1,
    (options.maxWidth ?? Infinity) / header.width,
    (options.maxHeight ?? Infinity) / header.height,
  );
  const shrinks = scale < 1 && header.canBeEncoded;
  const isConverted = format !== header.format;
  return {
    format,
    width: shrinks ? Math.max(1, Math.round(header.width * scale)) : header.width,
    height: shrinks ? Math.max(1, Math.round(header.height * scale)) : header.height,
    shrinks,
    frames: header.isAnimated || (header.frames > 1 && !isConverted) ? 'all' : 'first',
    mayKeepOriginal: !shrinks && !isConverted,
  };
}

/** Chooses the format. An animation stays one: it keeps its own format where the requested one cannot animate. */
function outputFormat(header: ImageHeader, options: CompressionOptions): ImageFormat {
  if (options.format === 'keep' || !header.canBeEncoded) return header.format;
  return header.isAnimated && !CAN_ANIMATE.has(options.format) ? header.format : options.format;
}
