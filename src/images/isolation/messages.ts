import type { CompressionOptions } from '../../requests';
import type { CompressedImage, ImageLimits, ImagePreview } from '../compress';
import type { ImageFailureCode } from '../image-failure';

interface Input {
  body: Buffer;
  limits: ImageLimits;
}

/** A task for a child. `check` is for a picture that is a result already. */
export type Task = Input &
  (
    | { kind: 'compress'; options: CompressionOptions }
    | { kind: 'check' }
    | { kind: 'preview'; options: CompressionOptions }
  );

/** The result of each kind of task that goes well. */
export interface Results {
  compress: CompressedImage;
  check: CompressedImage;
  preview: ImagePreview;
}

/** The answer of a child that lives. */
export type ChildAnswer<Result = Results[Task['kind']]> =
  | { kind: 'done'; result: Result }
  | { kind: 'failed'; code: ImageFailureCode; message: string }
  | { kind: 'unexpected'; message: string };
