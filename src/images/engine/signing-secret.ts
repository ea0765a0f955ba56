const PREFIX = 'whsec_';
const LEAST_BYTES = 16;

/**
 * A secret as Standard Webhooks libraries take it. `whsec_<base64>` is one; of any other text the UTF-8 bytes are
 * the key. Null where it is too short or no base64.
 */
export function asSigningSecret(setting: string): string | null {
  const key = setting.startsWith(PREFIX) ? decoded(setting.slice(PREFIX.length)) : Buffer.from(setting);
  return key && key.length >= LEAST_BYTES ? PREFIX + key.toString('base64') : null;
}

function decoded(base64: string): Buffer | null {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes : null;
}
