import { ERRORS } from '../../common/errors';
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
  const { status, title } = ERRORS.image_failed;
  const instance = '/api/preview';
  const [http_status, advice] = [httpStatus, IMAGE_FAILURES[code]];
  return { type: 'about:blank', title, status, detail, instance, code, error: detail, http_status, advice };
}
