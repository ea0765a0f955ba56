/** The formats that are read and written. */
export const IMAGE_FORMATS = ['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const;
export type ImageFormat = (typeof IMAGE_FORMATS)[number];

interface FormatFacts {
  /** The name as people write it. */
  name: string;
  /** The extension of a file name, without the dot. */
  extension: string;
  mediaType: string;
  /** The longest side, in pixels, that the encoder takes. */
  maxSide: number;
}

/** libjpeg stops short of the 65,535 that the format could state. */
export const LONGEST_JPEG_SIDE = 65_500;

export const FORMAT_FACTS: Record<ImageFormat, FormatFacts> = {
  jpeg: { name: 'JPEG', extension: 'jpg', mediaType: 'image/jpeg', maxSide: LONGEST_JPEG_SIDE },
  png: { name: 'PNG', extension: 'png', mediaType: 'image/png', maxSide: 2 ** 31 - 1 },
  webp: { name: 'WebP', extension: 'webp', mediaType: 'image/webp', maxSide: 16_383 },
  avif: { name: 'AVIF', extension: 'avif', mediaType: 'image/avif', maxSide: 16_384 },
  gif: { name: 'GIF', extension: 'gif', mediaType: 'image/gif', maxSide: 65_535 },
  tiff: { name: 'TIFF', extension: 'tiff', mediaType: 'image/tiff', maxSide: 2 ** 31 - 1 },
};
