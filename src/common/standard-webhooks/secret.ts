const PREFIX = 'whsec_';
const LEAST_BYTES = 16;

/** Spells a key as Standard Webhooks libraries take it: `whsec_<base64>`. */
export function encodeSecret(key: Buffer): string {
  return PREFIX + key.toString('base64');
}

/**
 * Reads a secret that somebody chose: `whsec_<base64>`, or any other text, whose UTF-8 bytes are then the key.
 * @returns it as `whsec_<base64>`; null where the key has less than 16 bytes, or what follows `whsec_` is no base64
 */
export function asSigningSecret(text: string): string | null {
  const key = text.startsWith(PREFIX) ? decoded(text.slice(PREFIX.length)) : Buffer.from(text);
  return key && key.length >= LEAST_BYTES ? encodeSecret(key) : null;
}

function decoded(base64: string): Buffer | null {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes : null;
}
