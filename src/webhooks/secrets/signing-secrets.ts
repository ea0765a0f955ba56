import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { encodeSecret } from '../../common/standard-webhooks';
import { MasterSecret } from './master-secret';
import { seal, unseal } from './sealed-secret';

/** The secrets that receivers verify with, as Standard Webhooks spells them: `whsec_<base64 of 32 bytes>`. */
@Injectable()
export class SigningSecrets {
  constructor(private readonly master: MasterSecret) {}

  /** Signs everything that goes to the `webhook_url` of an owner's requests. Always the same, stored nowhere. */
  async ofOwner(owner: string): Promise<string> {
    return encodeSecret(await this.master.derive(`webhook_url of ${owner}`));
  }

  /** A subscription's own, to be shown once, and what to store of it. */
  async create(subscriptionId: string): Promise<{ secret: string; sealed: string }> {
    const secret = encodeSecret(randomBytes(32));
    return { secret, sealed: seal(secret, await this.storageKey(), subscriptionId) };
  }

  /** @throws UnreadableSecretError when WEBHOOK_SECRET is not the one that it was stored with. */
  async open(sealed: string, subscriptionId: string): Promise<string> {
    return unseal(sealed, await this.storageKey(), subscriptionId);
  }

  private storageKey(): Promise<Buffer> {
    return this.master.derive('storage of subscription secrets');
  }
}
