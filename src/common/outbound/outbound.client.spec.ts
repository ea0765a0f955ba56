import { OutboundSettings } from './outbound.settings';
import { OutboundClient } from './outbound.client';
import { OwnListeners } from './own-listeners';

const client = new OutboundClient(new OutboundSettings(), new OwnListeners(), {
  resolve: name => Promise.reject(Object.assign(new Error(name), { code: 'ENOTFOUND' })),
});

describe('OutboundClient.assertAllowed', () => {
  it.each([
    'ftp://example.com/a.jpg',
    'file:///etc/passwd',
    'unix:/var/run/docker.sock',
    'http+unix://%2Fvar%2Frun%2Fdocker.sock/info',
    'data:image/png;base64,AA==',
    'gopher://127.0.0.1:6379/_FLUSHALL',
    'javascript:alert(1)',
    'http://user:secret@example.com/',
    'http://user@example.com/',
    'http://1.1.1.1&@127.0.0.1/',
    'http://',
    'http://[fe80::1%25eth0]/',
    'http://999.1.1.1/',
    'http://exa mple.com/',
    '//example.com/a.jpg',
    '',
  ])('finds %j not fit to be requested', async url => {
    await expect(client.assertAllowed(url)).rejects.toMatchObject({ code: 'invalid_url' });
  });

  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://0x7f.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://017700000001/',
    'http://0177.0.0.01/',
    'http://127.0.0.1./',
    'http://①②⑦.⓪.⓪.①/',
    'http://127。0。0。1/',
    'http://0/',
    'http://0.0.0.0/',
    'http:\\\\127.0.0.1/',
    'http:127.0.0.1/',
    'http://%31%32%37.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://0xa9fea9fe/',
    'http://[::1]/',
    'http://[::]/',
    'http://[0:0:0:0:0:ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[64:ff9b::169.254.169.254]/',
    'http://[fd00:ec2::254]/',
    'http://1.1.1.1:22/',
    'https://1.1.1.1:6/',
    'http://example.com:25/',
  ])('blocks %s', async url => {
    await expect(client.assertAllowed(url)).rejects.toMatchObject({ code: 'address_blocked' });
  });

  it.each(['http://1.1.1.1/', 'https://[2606:4700::1111]:8443/x', 'http://not-there.example/hook'])(
    'has nothing against %s',
    async url => {
      await expect(client.assertAllowed(url)).resolves.toBeUndefined();
    },
  );
});
