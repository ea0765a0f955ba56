import { type IpBytes, parseIp } from './ip-address';
import { OwnListeners } from './own-listeners';

const ip = (text: string) => parseIp(text) as IpBytes;

describe('OwnListeners', () => {
  const own = new OwnListeners(() => [ip('192.168.7.7'), ip('fd00::7')]);
  own.add({ host: '127.0.0.1', port: 5432 });
  own.add({ host: '0.0.0.0', port: 3000 });
  own.add({ host: '::', port: 3001 });
  own.add({ host: 'localhost', port: 3002 });

  it.each<[string, number, boolean]>([
    ['127.0.0.1', 5432, true],
    ['0.0.0.0', 5432, true],
    ['::', 5432, true],
    ['127.0.0.2', 5432, false],
    ['127.0.0.1', 5433, false],
    ['192.168.7.7', 5432, false],
    ['192.168.7.7', 3000, true],
    ['127.9.9.9', 3000, true],
    ['fd00::7', 3001, true],
    ['192.168.7.7', 3001, true],
    ['192.168.7.8', 3000, false],
    ['127.0.0.1', 3002, true],
  ])('%s port %d is one of them: %s', (address, port, expected) => {
    expect(own.includes(ip(address), port)).toBe(expected);
  });

  it('knows the addresses of this machine', () => {
    const real = new OwnListeners();
    real.add({ host: '0.0.0.0', port: 3000 });
    expect(real.includes(ip('127.0.0.1'), 3000)).toBe(true);
  });
});
