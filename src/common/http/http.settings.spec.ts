import { loadSettings } from '../settings';
import { HttpSettings } from './http.settings';
import { trustedProxies } from './origins-and-proxies';

const proxies = (TRUST_PROXY: string) =>
  trustedProxies(loadSettings(HttpSettings, { TRUST_PROXY }).TRUST_PROXY);

describe('TRUST_PROXY', () => {
  it.each<[string, ReturnType<typeof trustedProxies>]>([
    ['', false],
    ['1', 1],
    ['2', 2],
    ['loopback', ['loopback']],
    ['10.0.0.1, 10.1.0.0/16,fd00::/8, ::1', ['10.0.0.1', '10.1.0.0/16', 'fd00::/8', '::1']],
  ])('may be %j', (text, expected) => {
    expect(proxies(text)).toEqual(expected);
  });

  it.each([
    'true',
    'yes',
    '0',
    '-1',
    '1.5',
    '100',
    '1,2',
    '1,10.0.0.1',
    '10.0.0.1,1',
    '10.0.0.1/33',
    '127.1',
    'proxy',
    '*',
  ])('may not be %j', text => {
    expect(() => proxies(text)).toThrow(/^TRUST_PROXY: entr(y|ies) /);
  });
});

describe('CORS_ORIGINS', () => {
  const origins = (CORS_ORIGINS: string) => loadSettings(HttpSettings, { CORS_ORIGINS }).CORS_ORIGINS;

  it('are origins as browsers write them', () => {
    expect(origins('https://Shop.example:443,http://localhost:8080/')).toEqual([
      'https://shop.example',
      'http://localhost:8080',
    ]);
  });

  it.each([
    '*',
    'null',
    'shop.example',
    'https://shop.example/path',
    'ftp://shop.example',
    'https://*.example?x',
  ])('may not be %j', text => {
    expect(() => origins(text)).toThrow('CORS_ORIGINS: entry 1 should be an origin');
  });
});
