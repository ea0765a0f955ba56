import { callOrigin } from './call-origin';

describe('the origin of a call', () => {
  it.each(['images.example', 'Images.Example:8443', '127.0.0.1:3000', '[::1]:3000', 'images.example:80'])(
    'is that of the host %s',
    host => expect(callOrigin({ protocol: 'http', host })).toBe(`http://${host}`),
  );

  it.each([undefined, '', 'a b', 'a/b', 'a?b', 'a#b', 'user@a', 'a:b', 'a:99999', '['])(
    'is refused for the host %j',
    host => expect(() => callOrigin({ protocol: 'http', host })).toThrow('Host header'),
  );
});
