import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { encodeSecret } from '../../common/standard-webhooks';
import { MasterSecret } from './master-secret';
import { seal, unseal } from './sealed-secret';

/** The secrets that receivers verify with, as Standard Webhooks spells them: `whsec_<base64 of 32 bytes>`. */
@Injectable()
export class SigningSecrets {
  constructor(private readonly master: MasterSecret) {}

  /** The secret for messages to the `webhook_url` of an owner's requests: always the same, stored nowhere. */
  async ofOwner(owner: string): Promise<string> {
    return encodeSecret(await this.master.derive(`webhook_url of ${owner}`));
  }

  /** Makes the secret of a subscription, to be shown once, and its sealed form to store. */
  async create(subscriptionId: string): Promise<{ secret: string; sealed: string }> {
    const secret = encodeSecret(randomBytes(32));
    return { secret, sealed: seal(secret, await this.storageKey(), subscriptionId) };
  }

  /** Opens a stored secret. @throws UnreadableSecretError when it was stored with another WEBHOOK_SECRET */
  async open(sealed: string, subscriptionId: string): Promise<string> {
    return unseal(sealed, await this.storageKey(), subscriptionId);
  }

  private storageKey(): Promise<Buffer> {
    return this.master.derive('storage of subscription secrets');
  }
}
