import { isLoopbackHost, isLoopbackHostHeader, isLoopbackPeer } from './loopback';

/** For each text: is it loopback as a host to listen on, as a `Host` header, as the other end of a socket? */
it.each<[string, { host?: true; header?: true; peer?: true }]>([
  ['localhost', { host: true, header: true }],
  ['LOCALHOST', { host: true, header: true }],
  ['localhost:3000', { header: true }],
  ['127.0.0.1', { host: true, header: true, peer: true }],
  ['127.255.0.7', { host: true, header: true, peer: true }],
  ['127.0.0.1:3000', { header: true }],
  ['::1', { host: true, peer: true }],
  ['[::1]', { header: true }],
  ['[::1]:3000', { header: true }],
  ['::ffff:127.0.0.1', { peer: true }],
  ['', {}],
  ['localhost:', {}],
  ['localhost.', {}],
  ['::1:3000', {}],
  ['[127.0.0.1]', {}],
  ['[localhost]', {}],
  ['127.0.0.1.evil.example', {}],
  ['localhost.evil.example', {}],
  ['evil.localhost.example', {}],
  ['127.0.0.1\nevil.example', {}],
  ['127.0.0.256', {}],
  ['127.1', {}],
  ['0177.0.0.1', {}],
  ['0.0.0.0', {}],
  ['::', {}],
  ['[::]:3000', {}],
  ['::ffff:10.0.0.1', {}],
  ['10.0.0.1', {}],
  ['example.com', {}],
])('%j is loopback as %j', (text, { host = false, header = false, peer = false }) => {
  expect(isLoopbackHost(text)).toBe(host);
  expect(isLoopbackHostHeader(text)).toBe(header);
  expect(isLoopbackPeer(text)).toBe(peer);
});
