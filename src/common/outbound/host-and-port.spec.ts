import { hostOf, portOf } from './host-and-port';

describe('hostOf and portOf', () => {
  it.each([
    ['https://shop.example.com/hooks?a=1', 'shop.example.com:443', 443],
    ['http://SHOP.example.com', 'shop.example.com:80', 80],
    ['https://shop.example.com:443/', 'shop.example.com:443', 443],
    ['https://shop.example.com:8443/', 'shop.example.com:8443', 8443],
    ['http://[::1]:3000/', '[::1]:3000', 3000],
  ])('%s leads to %s', (url, host, port) => {
    expect(hostOf(url)).toBe(host);
    expect(hostOf(new URL(url))).toBe(host);
    expect(portOf(new URL(url))).toBe(port);
  });
});
