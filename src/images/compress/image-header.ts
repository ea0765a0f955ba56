import type { ImageFormat } from './image-format';

/** What is refused before anything is decoded. */
export interface ImageLimits {
  /** Width times height, all frames together. */
  maxPixels: number;
  maxFrames: number;
}

/** What the header says of an image, before anything is decoded. */
export interface ImageHeader {
  format: ImageFormat;
  /** As displayed, so after EXIF orientation; of one frame. */
  width: number;
  height: number;
  /** Frames of an animation, pages of a TIFF; 1 for a still image. */
  frames: number;
  isAnimated: boolean;
  /** Width times height, all frames together. */
  pixels: number;
  /** EXIF orientation, 1 to 8. */
  orientation: number;
  hasAlpha: boolean;
  colour: 'grey' | 'rgb' | 'cmyk';
  /** Bits per channel and pixel that matter: 1 for black and white, 16 for anything above 8. */
  depth: 1 | 8 | 16;
  profile: 'none' | 'usable' | 'broken';
  /** Interlaced or progressive: the decoder holds all of it at once. */
  isProgressive: boolean;
  /** The exponent that a PNG asks for (`gAMA`), where it is not sRGB's; null otherwise. */
  gamma: number | null;
  /** False where libvips would lose frames (APNG, AVIF sequences): such an image only gets its metadata removed. */
  canBeEncoded: boolean;
}
