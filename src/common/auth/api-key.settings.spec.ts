import { loadSettings } from '../settings';
import { findKey } from './api-key';
import { ApiKeySettings } from './api-key.settings';

const KEY = '0123456789abcdef';
const load = (API_KEYS: string) => loadSettings(ApiKeySettings, { API_KEYS }).API_KEYS;

describe('API_KEYS', () => {
  it('are names with a key or two, of which only digests are kept', () => {
    const keys = load(`shop:${KEY}, shop:${KEY}:with-a-colon ,other.one:${KEY}2`);
    expect(keys.map(({ name }) => name)).toEqual(['shop', 'shop', 'other.one']);
    expect(JSON.stringify(keys)).not.toContain(KEY);
    expect(findKey(keys, `${KEY}:with-a-colon`, 'digest')?.name).toBe('shop');
    expect(findKey(keys, `${KEY}2`, 'digest')?.name).toBe('other.one');
    expect(findKey(keys, `${KEY}3`, 'digest')).toBeNull();
  });

  it('are none when nothing is set', () => {
    expect(load('')).toEqual([]);
    expect(load(' , ')).toEqual([]);
  });

  it.each([
    ['is no pair', 'secret-secret-secret'],
    ['has a short key', 'shop:secret-12345678'.slice(0, 20)],
    ['has no key', 'shop:'],
    ['has no name', ':secret-secret-secret'],
    ['has a name with a space', 'my shop:secret-secret-secret'],
    ['has a key with a space', 'shop:secret secret secret'],
    ['has a key that no header can carry', 'shop:sécret-secret-secret'],
    ['has a key that was there before', `other:${KEY}`],
    ['has the name of those without a key, and is not the first', 'default:secret-secret-secret'],
  ])('names an entry that %s by its place, never by its text', (_what, entry) => {
    const load2 = () => load(`first:${KEY},${entry}`);
    expect(load2).toThrow(/^API_KEYS: entry 2 should be name:key/);
    expect(load2).not.toThrow(/secret|0123/);
  });

  it('may begin with the name of those without a key', () => {
    expect(load(`default:${KEY},default:${KEY}2,b:${KEY}3`)).toHaveLength(3);
  });
});
