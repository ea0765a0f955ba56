import { Injectable, Logger } from '@nestjs/common';
import { Deadline } from '../../common/concurrency';
import { OutboundClient, OutboundError, releaseBody, retryAfterMs } from '../../common/outbound';
import { signatureHeaders } from '../../common/standard-webhooks';
import { SEND_TIMEOUT_MS } from '../lease';
import { SigningSecrets } from '../secrets';
import type { AttemptAnswer, AttemptErrorCode, TakenDelivery } from './attempt';

/** Signs a delivery and posts it, once. */
@Injectable()
export class DeliverySender {
  private readonly logger = new Logger(DeliverySender.name);

  constructor(
    private readonly outbound: OutboundClient,
    private readonly secrets: SigningSecrets,
  ) {}

  /** Sends a delivery. It never throws: every end is an answer. */
  async send(delivery: TakenDelivery): Promise<AttemptAnswer> {
    const attemptedAt = new Date();
    const begun = performance.now();
    const result = await this.post(delivery, attemptedAt).catch((error: unknown) => ({
      statusCode: null,
      retryAfterMs: null,
      errorCode: this.codeOf(error, delivery),
    }));
    return { ...result, attemptedAt, latencyMs: Math.round(performance.now() - begun) };
  }

  private async post(delivery: TakenDelivery, at: Date) {
    const { deliveryId, url, payload } = delivery;
    const signature = signatureHeaders(deliveryId, payload, await this.secretsOf(delivery), at);
    const deadline = new Deadline(SEND_TIMEOUT_MS, tooLate);
    try {
      const { status, headers, stream } = await this.outbound.request({
        method: 'POST',
        url,
        headers: { 'Content-Type': 'application/json', ...signature },
        body: Buffer.from(payload),
        signal: deadline.signal,
      });
      releaseBody(stream);
      return {
        statusCode: status,
        retryAfterMs: retryAfterMs(headers['retry-after'], Date.now()) ?? null,
        errorCode: null,
      };
    } finally {
      deadline.end();
    }
  }

  private async secretsOf(delivery: TakenDelivery): Promise<string[]> {
    const { subscriptionId, owner, sealedSecrets } = delivery;
    if (subscriptionId === null) return [await this.secrets.ofOwner(owner)];
    return Promise.all(sealedSecrets.map(secret => this.secrets.open(secret, subscriptionId)));
  }

  private codeOf(error: unknown, { deliveryId }: TakenDelivery): AttemptErrorCode {
    if (error instanceof OutboundError) return error.code;
    this.logger.error({ err: error, deliveryId }, 'Could not send a webhook');
    return 'not_sent';
  }
}

const tooLate = () => new OutboundError('timeout', 'The receiver did not answer in time.');
