import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ANONYMOUS } from './owner.decorator';

const SHORTEST_KEY = 16;
const NAME = /^[\w.-]{1,64}$/;
/** The characters that a header can carry, without the comma that separates a list. */
const KEY = /^[\x21-\x2b\x2d-\x7e]+$/;

/** A key of a name. The key itself is not kept. */
export interface ApiKey {
  name: string;
  digest: Buffer;
  /** A browser shows this instead of the key: it is valid for as long as the key is, and does not reveal it. */
  session: string;
  sessionDigest: Buffer;
}

/** Reads `name:key`; null for any other text, and for a key that an earlier entry has. */
export function parseApiKey(entry: string, earlier: readonly (ApiKey | null)[]): ApiKey | null {
  const colon = entry.indexOf(':');
  const [name, key] = [entry.slice(0, colon), entry.slice(colon + 1)];
  if (colon === -1 || !NAME.test(name) || key.length < SHORTEST_KEY || !KEY.test(key)) return null;
  // Uploads made without a key carry this name until the first name adopts them, so no later name may be called so.
  if (name === ANONYMOUS && earlier.some(other => other?.name !== name)) return null;
  const digest = sha256(key);
  if (earlier.some(other => other?.digest.equals(digest))) return null;
  const session = createHmac('sha256', key).update('darkroom session').digest('base64url');
  return { name, digest, session, sessionDigest: sha256(session) };
}

/** Finds the key that was shown; null when it is none. It always compares with all keys, each in constant time. */
export function findKey(
  keys: readonly ApiKey[],
  shown: string,
  kind: 'digest' | 'sessionDigest',
): ApiKey | null {
  const digest = sha256(shown);
  let found: ApiKey | null = null;
  for (const key of keys) if (timingSafeEqual(key[kind], digest)) found = key;
  return found;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
