import { type ListeningSettings, listeningHost } from './listening';

const settings = (overrides: Partial<ListeningSettings>): ListeningSettings => ({
  HOST: null,
  ROLE: 'all',
  ALLOW_ANONYMOUS: false,
  hasKeys: false,
  publicUrl: null,
  ...overrides,
});
const publicUrl = 'https://images.example.com';

describe('listeningHost', () => {
  it.each<[string, Partial<ListeningSettings>, string]>([
    ['nothing is set', {}, '127.0.0.1'],
    ['there are keys', { hasKeys: true, publicUrl }, '0.0.0.0'],
    ['there are keys and a loopback host', { hasKeys: true, HOST: '127.0.0.1' }, '127.0.0.1'],
    ['it is another loopback address', { HOST: '127.0.0.2' }, '127.0.0.2'],
    ['it is IPv6', { HOST: '::1' }, '::1'],
    ['everybody may come in', { HOST: '0.0.0.0', ALLOW_ANONYMOUS: true, publicUrl }, '0.0.0.0'],
    ['roles are split', { ROLE: 'api', publicUrl }, '127.0.0.1'],
  ])('listens where it should when %s', (_what, given, host) => {
    expect(listeningHost(settings(given))).toBe(host);
  });

  it.each<[string, Partial<ListeningSettings>, string]>([
    ['everywhere without keys', { HOST: '0.0.0.0', publicUrl }, 'HOST'],
    ['everywhere by IPv6', { HOST: '::', publicUrl }, 'HOST'],
    ['on an address of the network', { HOST: '192.168.1.5', publicUrl }, 'HOST'],
    ['on a name that looks like loopback', { HOST: '127.0.0.1.example.com', publicUrl }, 'HOST'],
    ['with keys and links to nowhere', { hasKeys: true }, 'PUBLIC_URL'],
    ['with everybody and links to nowhere', { HOST: '0.0.0.0', ALLOW_ANONYMOUS: true }, 'PUBLIC_URL'],
    ['as a worker without a public URL', { ROLE: 'worker' }, 'PUBLIC_URL'],
  ])('refuses to listen %s', (_what, given, variable) => {
    expect(() => listeningHost(settings(given))).toThrow(new RegExp(`^${variable} must be`));
  });
});
