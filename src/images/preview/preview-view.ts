import { ApiError } from '../../common/errors';
import { savedPercent } from '../../requests';
import { FORMAT_FACTS, type ImagePreview, type ShownPicture } from '../compress';
import type { NoRoomError } from '../fetch';
import { IMAGE_FAILURES, type ImageFailure } from '../image-failure';
import type { PreviewDto, ShownPictureDto } from './preview.dto';

export function previewView(
  url: string,
  bytesIn: number,
  { result, original, before, after }: ImagePreview,
): PreviewDto {
  const { bytes, ...figures } = result;
  return {
    url,
    bytes_in: bytesIn,
    bytes_out: bytes,
    saved_percent: savedPercent(bytesIn, bytes),
    ...figures,
    original,
    before: before && shownView(before),
    after: after && shownView(after),
  };
}

function shownView({ data, format, isExact }: ShownPicture): ShownPictureDto {
  return { media_type: FORMAT_FACTS[format].mediaType, data: data.toString('base64'), is_exact: isExact };
}

/** Describes the failure to the client, with its own code in the place of the general one. */
export function failureProblem(failure: ImageFailure): ApiError {
  const { code, message, origin } = failure;
  const members = { code, http_status: origin.httpStatus ?? null, advice: IMAGE_FAILURES[code] };
  return new ApiError('image_failed', message, members, { cause: failure });
}

/** Tells the client to come again: neither the image nor its host is to blame. */
export function noRoomProblem(cause: NoRoomError): ApiError {
  return new ApiError(
    'unavailable',
    'There is no room for a preview now. Try again in a moment.',
    {},
    { cause },
  );
}
