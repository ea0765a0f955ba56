import type { CompressionOptions } from '../../requests';
import type { CompressedImage, ImageLimits, PicturePreview } from '../compress';
import type { ImageFailureCode } from '../image-failure';

interface Picture {
  body: Buffer;
  limits: ImageLimits;
}

/** What a child can be asked to do. `check` is for what is a result already. */
export type Task = Picture &
  (
    | { kind: 'compress'; options: CompressionOptions }
    | { kind: 'check' }
    | { kind: 'preview'; options: CompressionOptions }
  );

/** What comes of each kind of task that goes well. */
export interface Results {
  compress: CompressedImage;
  check: CompressedImage;
  preview: PicturePreview;
}

/** What a child answers, if it lives. */
export type Answer<Result = Results[Task['kind']]> =
  | { kind: 'done'; result: Result }
  | { kind: 'failed'; code: ImageFailureCode; message: string }
  | { kind: 'unexpected'; message: string };
