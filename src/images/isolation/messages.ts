import type { CompressionOptions } from '../../requests';
import type { CompressedImage, ImageLimits } from '../compress';
import type { ImageFailureCode } from '../image-failure';

/** What a child is asked to do. */
export interface Task {
  body: Buffer;
  /** Null: it is a result already, and only to be checked. */
  options: CompressionOptions | null;
  limits: ImageLimits;
}

/** What a child answers, if it lives. */
export type Answer =
  | { kind: 'done'; image: CompressedImage }
  | { kind: 'failed'; code: ImageFailureCode; message: string }
  | { kind: 'unexpected'; message: string };
