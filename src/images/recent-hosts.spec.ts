import { RecentHosts } from './recent-hosts';

it('of very many hosts those that were set last are known', () => {
  const hosts = new RecentHosts<number>();
  hosts.set('first.example:443', 1);
  hosts.set('shop.example:443', 1);
  for (let n = 0; n < 9_999; n++) {
    hosts.set(`${n}.example:443`, n);
    hosts.set('shop.example:443', n);
  }
  expect(hosts.has('first.example:443')).toBe(false);
  expect(hosts.get('0.example:443')).toBe(0);
  expect(hosts.get('shop.example:443')).toBe(9_998);
});
