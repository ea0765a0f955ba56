import { Webhook } from 'standardwebhooks';

/**
 * The headers that prove to a receiver who sent exactly these bytes, and when. With two secrets, as during a
 * rotation, either verifies.
 */
export function signatureHeaders(
  id: string,
  payload: string,
  secrets: string[],
  at: Date,
): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map(secret => new Webhook(secret).sign(id, at, payload)).join(' '),
  };
}
