import type { RejectReason } from '../../../csv';
import type { RejectedImage } from '../catalogue/stored-catalogue';

/** The reason why a product is among the rejects: each of its images that failed or was cancelled, and why. */
export function rejectReason(images: Omit<RejectedImage, 'position'>[]): RejectReason {
  const rejected = images.filter(({ status }) => status === 'failed' || status === 'cancelled');
  const codes = rejected.map(({ status, errorCode }) => errorCode ?? status);
  return {
    code: [...new Set(codes)].join(', '),
    message: rejected
      .map(
        ({ inputImageUrl, errorMessage }) =>
          `${inputImageUrl}: ${errorMessage ?? 'The request was cancelled.'}`,
      )
      .join('; '),
  };
}
