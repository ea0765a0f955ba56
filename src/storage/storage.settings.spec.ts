import { loadSettings, SettingsError } from '../common/settings';
import { imageOrigins, serveMode } from './serve-mode';
import { StorageSettings } from './storage.settings';

const S3 = { STORAGE: 's3', S3_BUCKET: 'shop-images' };
const load = (env: Record<string, string>) => loadSettings(StorageSettings, env);

describe('the settings of the storage', () => {
  it.each([
    [{ STORAGE: 'ftp' }, 'STORAGE must be local or s3'],
    [{ STORAGE: 's3' }, 'S3_BUCKET must be the name of a bucket'],
    [{ ...S3, S3_BUCKET: 'Not/a bucket' }, 'S3_BUCKET must be the name of a bucket'],
    [{ ...S3, S3_ENDPOINT: 'minio:9000' }, 'S3_ENDPOINT must be an http(s) URL'],
    [{ ...S3, S3_ACCESS_KEY_ID: 'a' }, 'S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be set together'],
    [{ ...S3, S3_SECRET_ACCESS_KEY: 'a' }, 'must be set together'],
    [{ ...S3, S3_PREFIX: 'a b' }, 'S3_PREFIX must be a path'],
    [{ ...S3, S3_SERVE: 'redirect' }, 'S3_PUBLIC_URL must be an http(s) URL'],
    [{ ...S3, S3_PUBLIC_URL: 'cdn' }, 'S3_PUBLIC_URL must be an http(s) URL'],
    // Keys are put behind it: every image would have a URL that leads nowhere.
    [{ ...S3, S3_PUBLIC_URL: 'https://cdn.example.com/shop?v=1' }, 'S3_PUBLIC_URL must be an http(s) URL'],
    [{ ...S3, S3_PUBLIC_URL: 'https://cdn.example.com/#shop' }, 'S3_PUBLIC_URL must be an http(s) URL'],
    [{ ...S3, S3_ENDPOINT: 'https://minio.example.com?x=1' }, 'S3_ENDPOINT must be an http(s) URL'],
    [{ ...S3, S3_SERVE: 'fax' }, 'S3_SERVE must be one of stream, redirect, signed'],
  ])('%j is refused', (env, message) => {
    expect(() => load(env)).toThrow(SettingsError);
    expect(() => load(env)).toThrow(message);
  });

  const CDN = { S3_PUBLIC_URL: 'https://cdn.example.com/shop' };
  it.each([
    [{}, 'stream', []],
    [{ ...S3 }, 'stream', []],
    [{ ...S3, ...CDN }, 'redirect', ['https://cdn.example.com']],
    [{ ...S3, ...CDN, S3_SERVE: 'stream' }, 'stream', []],
    [{ ...S3, S3_SERVE: 'signed' }, 'signed', ['https://shop-images.s3.us-east-1.amazonaws.com']],
    [
      { ...S3, S3_SERVE: 'signed', S3_ENDPOINT: 'http://127.0.0.1:9000/s3' },
      'signed',
      ['http://127.0.0.1:9000'],
    ],
  ])('%j: images by %s, from %j', (env, kind, origins) => {
    expect(serveMode(load(env)).kind).toBe(kind);
    expect(imageOrigins(load(env))).toEqual(origins);
  });
});
