import type { Effort } from '../../requests';
import { type ImageFormat, LONGEST_JPEG_SIDE } from './image-format';

interface JpegSettings {
  quality: number;
  mozjpeg: boolean;
  optimiseCoding: boolean;
  chromaSubsampling: '4:2:0' | '4:4:4';
}
interface PngSettings {
  palette: boolean;
  quality?: number;
  effort?: number;
  dither?: number;
  compressionLevel: number;
}
interface WebpSettings {
  quality: number;
  effort: number;
}
interface AvifSettings {
  quality: number;
  effort: number;
  chromaSubsampling: '4:2:0' | '4:4:4';
}
interface GifSettings {
  reuse: boolean;
  colours: number;
  effort: number;
  dither: number;
  interFrameMaxError: number;
  keepDuplicateFrames: boolean;
}
interface TiffSettings {
  compression: 'jpeg' | 'deflate';
  quality: number;
  predictor: 'horizontal' | 'none';
  bitdepth?: 1;
}

/** The options of the encoder, by format. */
export type EncoderSettings =
  | { format: 'jpeg'; options: JpegSettings }
  | { format: 'png'; options: PngSettings }
  | { format: 'webp'; options: WebpSettings }
  | { format: 'avif'; options: AvifSettings }
  | { format: 'gif'; options: GifSettings }
  | { format: 'tiff'; options: TiffSettings };

/** The facts about the picture that the encoder settings depend on. */
export interface ImageTraits {
  hasAlpha: boolean;
  /** It has these two and nothing between, which a smaller picture of it has. */
  isBlackAndWhite: boolean;
  /** The number of pixels that are written in all. */
  pixels: number;
  /** The longer side of one frame, as it is written. */
  longestSide: number;
}

/**
 * From this number of pixels on a JPEG is written as it is read. To optimise its coding the encoder holds all of it:
 * 5.7 bytes a pixel (measured: 570 MB for 100 million), to save a few per cent of the file.
 */
export const HUGE_JPEG_PIXELS = 32_000_000;

/** Above this quality, the colour of fine details is worth its bytes. */
export const FULL_CHROMA_QUALITY = 90;

/**
 * Translates quality (1 to 100) and effort into options of the encoders. The numbers are measured: bench/presets.md.
 * Quality 100 is lossless for PNG, GIF and TIFF; for the others it is the best that the encoder can do.
 */
export function encoderSettings(
  format: ImageFormat,
  quality: number,
  effort: Effort,
  traits: ImageTraits,
): EncoderSettings {
  const chromaSubsampling = quality >= FULL_CHROMA_QUALITY ? '4:4:4' : '4:2:0';
  switch (format) {
    case 'jpeg':
      return { format, options: { quality, chromaSubsampling, ...jpegCoding(effort, traits) } };
    case 'png':
      return { format, options: pngSettings(quality, effort) };
    case 'webp':
      return { format, options: { quality, effort: { fast: 2, balanced: 4, small: 6 }[effort] } };
    case 'avif':
      return {
        format,
        options: { quality, effort: { fast: 1, balanced: 2, small: 4 }[effort], chromaSubsampling },
      };
    case 'gif':
      return { format, options: gifSettings(quality, effort) };
    case 'tiff':
      return { format, options: tiffSettings(quality, traits) };
  }
}

function jpegCoding(effort: Effort, { pixels }: ImageTraits) {
  const isHuge = pixels > HUGE_JPEG_PIXELS;
  return { mozjpeg: effort === 'small' && !isHuge, optimiseCoding: !isHuge };
}

function pngSettings(quality: number, effort: Effort): PngSettings {
  const compressionLevel = { fast: 3, balanced: 6, small: 9 }[effort];
  if (quality === 100) return { palette: false, compressionLevel };
  return {
    palette: true,
    quality,
    effort: { fast: 1, balanced: 1, small: 7 }[effort],
    dither: 0.5,
    compressionLevel,
  };
}

const SIXTEEN_COLOURS_QUALITY = 20;

function gifSettings(quality: number, effort: Effort): GifSettings {
  const isLossless = quality === 100;
  return {
    reuse: false,
    // The encoder knows 2, 4, 16 and 256 colours, and 16 are too few for photos except at the lowest quality.
    colours: quality <= SIXTEEN_COLOURS_QUALITY ? 16 : 256,
    effort: { fast: 1, balanced: 4, small: 10 }[effort],
    dither: isLossless ? 0 : 0.5,
    // This makes an animation smaller: a pixel that differs by less than this from the frame before is left out.
    interFrameMaxError: isLossless ? 0 : Math.round((100 - quality) / 10),
    keepDuplicateFrames: true,
  };
}

/** JPEG inside TIFF knows no transparency, smears black and white, and has JPEG's longest side. */
function tiffSettings(
  quality: number,
  { hasAlpha, isBlackAndWhite, longestSide }: ImageTraits,
): TiffSettings {
  if (isBlackAndWhite) return { compression: 'deflate', quality, predictor: 'none', bitdepth: 1 };
  if (hasAlpha || quality === 100 || longestSide > LONGEST_JPEG_SIDE) {
    return { compression: 'deflate', quality, predictor: 'horizontal' };
  }
  return { compression: 'jpeg', quality, predictor: 'none' };
}
