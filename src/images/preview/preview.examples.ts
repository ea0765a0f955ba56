import { problemOf } from '../../common/errors';
import { IMAGE_FAILURES, type ImageFailureCode } from '../image-failure';
import type { ImageProblemDto } from './preview.dto';

const url = 'https://www.example.com/shoe.jpg';

/** Examples of bodies, to try in the documentation. */
export const PREVIEW_EXAMPLES = {
  defaults: { value: { url } },
  smaller: { value: { url, quality: 70, format: 'webp', effort: 'small', max_width: 1_200 } },
};

export function exampleFailure(
  code: ImageFailureCode,
  detail: string,
  httpStatus: number | null = null,
): ImageProblemDto {
  const problem = { ...problemOf('image_failed', detail), instance: '/api/preview' };
  return { ...problem, code, http_status: httpStatus, advice: IMAGE_FAILURES[code] };
}
