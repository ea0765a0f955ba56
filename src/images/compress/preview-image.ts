import type { CompressionOptions } from '../../requests';
import { type CompressedImage, compressImage } from './compress-image';
import type { ImageFormat } from './image-format';
import type { ImageHeader, ImageLimits } from './image-header';
import { inspectImage } from './inspect-image';

/** A picture that a browser is given to show. */
export interface ShownPicture {
  data: Buffer;
  format: ImageFormat;
  /** Whether these are the very bytes, and not a picture that stands in for them. */
  isExact: boolean;
}

/**
 * The result for a picture, and both to look at: null where a browser can be given neither the picture nor a stand-in.
 */
export interface ImagePreview {
  result: Pick<CompressedImage, 'outcome' | 'format' | 'width' | 'height'> & { bytes: number };
  original: Pick<ImageHeader, 'format' | 'width' | 'height'>;
  before: ShownPicture | null;
  after: ShownPicture | null;
}

/** Files above this size are not put into an answer as they are. */
const MOST_SHOWN_BYTES = 4 * 2 ** 20;

/**
 * The options of a stand-in: close to the original to the eye, a sixth of a second for a large photo, and every browser
 * shows it.
 */
const STAND_IN: CompressionOptions = {
  quality: 90,
  format: 'webp',
  effort: 'fast',
  maxWidth: 2_000,
  maxHeight: 2_000,
};

/** Compresses a picture to show the result. @throws ImageFailure */
export async function previewImage(
  input: Buffer,
  header: ImageHeader,
  { options, limits }: { options: CompressionOptions; limits: ImageLimits },
): Promise<ImagePreview> {
  const { data, outcome, format, width, height } = await compressImage(input, header, options);
  return {
    result: { outcome, format, width, height, bytes: data.length },
    original: { format: header.format, width: header.width, height: header.height },
    before: await shown(input, header.format, () => Promise.resolve(header)),
    after: await shown(data, format, () => inspectImage(data, limits)),
  };
}

async function shown(
  data: Buffer,
  format: ImageFormat,
  header: () => Promise<ImageHeader>,
): Promise<ShownPicture | null> {
  if (canBeShown(data, format)) return { data, format, isExact: true };
  const standIn = await compressImage(data, await header(), STAND_IN);
  return canBeShown(standIn.data, standIn.format)
    ? { data: standIn.data, format: standIn.format, isExact: false }
    : null;
}

function canBeShown(data: Buffer, format: ImageFormat): boolean {
  return format !== 'tiff' && data.length <= MOST_SHOWN_BYTES;
}
