import { Injectable } from '@nestjs/common';
import { ApiError } from '../common/errors';
import { OutboundClient, OutboundError } from '../common/outbound';

/** The longest URL, in characters. */
export const LONGEST_WEBHOOK_URL = 2_048;

/** Decides whether a URL may be given as a receiver. */
@Injectable()
export class WebhookUrls {
  constructor(private readonly outbound: OutboundClient) {}

  /**
   * Checks a URL. A name that does not resolve now may do so later, so it is accepted.
   * @throws ApiError invalid_parameter naming `field`
   */
  async check(field: string, url: string): Promise<void> {
    if (url.length > LONGEST_WEBHOOK_URL) {
      throw refused(field, `may have at most ${LONGEST_WEBHOOK_URL} characters.`);
    }
    // URL parsers encode or drop these characters, the database does not.
    if (/[\s\p{Cc}]/u.test(url)) throw refused(field, 'may not hold spaces or control characters.');
    try {
      await this.outbound.assertAllowed(url);
    } catch (error) {
      if (error instanceof OutboundError) throw refused(field, `cannot be used: ${error.message}`, error);
      throw error;
    }
  }
}

const refused = (field: string, problem: string, cause?: unknown) =>
  new ApiError('invalid_parameter', `${field} ${problem}`, {}, { cause });
