/** The formats that are read and written. */
export const IMAGE_FORMATS = ['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const;
export type ImageFormat = (typeof IMAGE_FORMATS)[number];

interface FormatFacts {
  /** The name as people write it. */
  name: string;
  /** The extension of a file name, without the dot. */
  extension: string;
  /** The longest side, in pixels, that the encoder takes. */
  maxSide: number;
}

export const FORMAT_FACTS: Record<ImageFormat, FormatFacts> = {
  jpeg: { name: 'JPEG', extension: 'jpg', maxSide: 65_535 },
  png: { name: 'PNG', extension: 'png', maxSide: 2 ** 31 - 1 },
  webp: { name: 'WebP', extension: 'webp', maxSide: 16_383 },
  avif: { name: 'AVIF', extension: 'avif', maxSide: 16_384 },
  gif: { name: 'GIF', extension: 'gif', maxSide: 65_535 },
  tiff: { name: 'TIFF', extension: 'tiff', maxSide: 2 ** 31 - 1 },
};
