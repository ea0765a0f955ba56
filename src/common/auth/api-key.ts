import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ANONYMOUS } from './owner.decorator';

const SHORTEST_KEY = 16;
const NAME = /^[\w.-]{1,64}$/;
/** What a header can carry, and a list separated by commas. */
const KEY = /^[\x21-\x2b\x2d-\x7e]+$/;

/** One of a name's keys. The key itself is not kept. */
export interface ApiKey {
  name: string;
  digest: Buffer;
  /** What a browser gets for the key: as good as the key for as long as that is valid, and not the key. */
  session: string;
  sessionDigest: Buffer;
}

/** `name:key`; null for what is none, or a key that was there before. */
export function parseApiKey(entry: string, earlier: readonly (ApiKey | null)[]): ApiKey | null {
  const colon = entry.indexOf(':');
  const [name, key] = [entry.slice(0, colon), entry.slice(colon + 1)];
  if (colon === -1 || !NAME.test(name) || key.length < SHORTEST_KEY || !KEY.test(key)) return null;
  // What was uploaded without a key belongs to the first name, so no other can have the name of it.
  if (name === ANONYMOUS && earlier.some(other => other?.name !== name)) return null;
  const digest = sha256(key);
  if (earlier.some(other => other?.digest.equals(digest))) return null;
  const session = createHmac('sha256', key).update('darkroom session').digest('base64url');
  return { name, digest, session, sessionDigest: sha256(session) };
}

/** The key that was shown, if it is one. Always compares with all, each in constant time. */
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
