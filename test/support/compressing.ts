import { compressImage } from '../../src/images/compress/compress-image';
import { inspectImage } from '../../src/images/compress/inspect-image';
import type { CompressionOptions } from '../../src/requests';

/** The options of an upload that asks for nothing in particular. */
export const USUAL_OPTIONS: CompressionOptions = {
  quality: 50,
  format: 'keep',
  effort: 'balanced',
  maxWidth: null,
  maxHeight: null,
};

/** Makes a function that compresses a picture, as `usual` says where a test does not say otherwise. */
export const compressing =
  (usual: Partial<CompressionOptions> = {}) =>
  async (input: Buffer, options: Partial<CompressionOptions> = {}) =>
    compressImage(input, await inspectImage(input, { maxPixels: 5e6, maxFrames: 100 }), {
      ...USUAL_OPTIONS,
      ...usual,
      ...options,
    });
