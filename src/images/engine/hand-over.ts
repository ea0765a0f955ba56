import { Deadline } from '../../common/concurrency';
import { hostOf, OutboundClient, OutboundError, releaseBody, retryAfterMs } from '../../common/outbound';
import { asSigningSecret, signatureHeaders } from '../../common/standard-webhooks';
import { originOf, RequestSettings } from '../../requests';
import { toImageFailure } from '../fetch';
import { asksToSlowDown, ImageFailure } from '../image-failure';
import type { ImageWork } from '../image-work';
import { CALLBACK_PATH, jobIdOf, jobMessage } from './engine-job';
import { EngineClient } from './engine.client';
import { EngineSettings } from './engine.settings';

const ACCEPTED = 202;

/** The service only has to note the job, so it should answer soon. */
const ANSWERED_WITHIN_MS = 15_000;

/** Hands images over to the image service. */
export class HandOver {
  constructor(
    /** The client with which this program itself would fetch the input. */
    private readonly inputs: OutboundClient,
    private readonly client: EngineClient,
    private readonly settings: EngineSettings,
    private readonly requests: RequestSettings,
  ) {}

  /**
   * Posts the job of an image. @throws ImageFailure `address_blocked` or `invalid_url` for the input; `engine_failed`
   */
  async give(work: ImageWork, signal: AbortSignal): Promise<void> {
    try {
      await this.inputs.assertAllowed(work.url);
    } catch (error) {
      throw toImageFailure(error, 'The host', signal);
    }
    const { status, retryAfter } = await this.post(work, signal);
    const host = hostOf(this.settings.IMAGE_ENGINE_URL ?? '');
    const answer = { host, httpStatus: status, retryAfterMs: retryAfterMs(retryAfter, Date.now()) };
    if (!asksToSlowDown(answer)) work.letThrough.add(host);
    if (status === ACCEPTED) return;
    const message = `The image service answered ${status} instead of ${ACCEPTED}.`;
    throw new ImageFailure('engine_failed', message, answer);
  }

  private async post(
    work: ImageWork,
    signal: AbortSignal,
  ): Promise<{ status: number; retryAfter: string | undefined }> {
    const { IMAGE_ENGINE_URL, IMAGE_ENGINE_SECRET } = this.settings;
    const origin = originOf(work, this.requests);
    const body = JSON.stringify(jobMessage(work, `${origin}/${CALLBACK_PATH}`));
    const secret = asSigningSecret(IMAGE_ENGINE_SECRET ?? '') ?? '';
    const deadline = new Deadline(ANSWERED_WITHIN_MS, silent, signal);
    try {
      const { status, headers, stream } = await this.client.request({
        method: 'POST',
        url: IMAGE_ENGINE_URL ?? '',
        headers: {
          'Content-Type': 'application/json',
          ...signatureHeaders(jobIdOf(work), body, [secret], new Date()),
        },
        body: Buffer.from(body),
        signal: deadline.signal,
      });
      releaseBody(stream);
      return { status, retryAfter: headers['retry-after'] };
    } catch (cause) {
      // The host is the operator's business: the cause has it, for the log.
      const code = cause instanceof OutboundError ? cause.code : 'connect_failed';
      const message = `The image service could not be reached (${code}).`;
      throw new ImageFailure('engine_failed', message, {}, { cause });
    } finally {
      deadline.end();
    }
  }
}

const silent = () => new OutboundError('timeout', 'The image service did not answer in time.');
