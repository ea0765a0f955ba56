import type { IncomingHttpHeaders } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';

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

/** Whether the sender of exactly these bytes knows the secret, and signed them within the last five minutes. */
export function isSigned(payload: Buffer, headers: IncomingHttpHeaders, secret: string): boolean {
  const single = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  try {
    new Webhook(secret).verify(payload, Object.fromEntries(single), { jsonParse: false });
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}
