import type { ImageWork } from '../image-work';

/** One hand-out of an image to the image service, which is one claim: an answer to an older claim is stale. */
export interface EngineJob {
  imageId: string;
  claim: number;
}

const JOB_ID = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(\d{1,9})$/;

export const jobIdOf = ({ imageId, claim }: EngineJob): string => `${imageId}:${claim}`;

/** Reads the id of a job; null for an id that was never handed out. */
export function parseJobId(jobId: string): EngineJob | null {
  const [, imageId, claim] = JOB_ID.exec(jobId) ?? [];
  return imageId && claim ? { imageId, claim: Number(claim) } : null;
}

/** The message that the image service is sent (docs/contract.md, 5). */
export function jobMessage(work: ImageWork, callbackUrl: string) {
  const { quality, format, effort, maxWidth, maxHeight } = work.options;
  return {
    job_id: jobIdOf(work),
    image_id: work.imageId,
    input_image_url: work.url,
    quality,
    format,
    effort,
    max_width: maxWidth,
    max_height: maxHeight,
    callback_url: callbackUrl,
  };
}

/** The path that the image service calls back. */
export const CALLBACK_PATH = 'api/webhook/callback';
