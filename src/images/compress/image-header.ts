import type { ImageFormat } from './image-format';

/** The limits beyond which an image is refused before anything is decoded. */
export interface ImageLimits {
  /** Width times height, all frames together. */
  maxPixels: number;
  maxFrames: number;
}

/** The facts that the header of an image states, before anything is decoded. */
export interface ImageHeader {
  format: ImageFormat;
  /** The size as displayed, after EXIF orientation, of one frame. */
  width: number;
  height: number;
  /** The number of frames of an animation or pages of a TIFF; 1 for a still image. */
  frames: number;
  isAnimated: boolean;
  /** Width times height, all frames together. */
  pixels: number;
  /** EXIF orientation, 1 to 8. */
  orientation: number;
  hasAlpha: boolean;
  colour: 'grey' | 'rgb' | 'cmyk';
  /** The bits per channel that matter: 1 for black and white, 16 for anything above 8. */
  depth: 1 | 8 | 16;
  profile: 'none' | 'usable' | 'broken';
  /** Whether the numbers are Display P3's by code points (CICP) alone, without a profile for libvips. */
  isCodedP3: boolean;
  /** Whether it is interlaced or progressive: the decoder then holds all of it at once. */
  isProgressive: boolean;
  /** The exponent that a PNG asks for (`gAMA`), where it is not sRGB's; null otherwise. */
  gamma: number | null;
  /** False for APNG and AVIF sequences, of which libvips reads the first picture only. */
  readsAllFrames: boolean;
  /**
   * False where frames would be lost or could not be turned, where the colours could not be converted, or where gaps
   * between frames would be painted over: such an image only gets its metadata removed.
   */
  canBeEncoded: boolean;
}
