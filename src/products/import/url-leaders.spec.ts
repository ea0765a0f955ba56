import { isDeepStrictEqual } from 'node:util';
import { LARGEST_GROUP, UrlLeaders } from './url-leaders';

describe('UrlLeaders', () => {
  it('finds the first occurrence of a URL', () => {
    const leaders = new UrlLeaders(3);
    expect(leaders.add('https://a.example/1.jpg', 0)).toEqual({ kind: 'first' });
    expect(leaders.add('https://a.example/2.jpg', 1)).toEqual({ kind: 'first' });
    expect(leaders.add('https://a.example/1.jpg', 2)).toEqual({ kind: 'follower', leader: 0 });
  });

  it('tells a hundred thousand URLs apart and finds each again', () => {
    const url = (n: number) => `https://cdn.example.com/images/product-${n}.jpg`;
    const leaders = new UrlLeaders(100_000);
    const all = Array.from({ length: 100_000 }, (_, n) => n);
    expect(all.filter(n => leaders.add(url(n), n).kind !== 'first')).toEqual([]);
    const found = all.map(n => leaders.add(url(n), 200_000));
    expect(all.filter(n => !isDeepStrictEqual(found[n], { kind: 'follower', leader: n }))).toEqual([]);
  });

  it('begins a group anew when one is full, so that no leader moves too many with it', () => {
    const leaders = new UrlLeaders(1_000);
    const url = 'https://a.example/placeholder.jpg';
    const found = Array.from({ length: 2 * LARGEST_GROUP + 2 }, (_, n) => leaders.add(url, n));
    expect(found[0]).toEqual({ kind: 'first' });
    expect(found[LARGEST_GROUP - 1]).toEqual({ kind: 'follower', leader: 0 });
    expect(found[LARGEST_GROUP]).toEqual({ kind: 'leader', first: 0 });
    expect(found[LARGEST_GROUP + 1]).toEqual({ kind: 'follower', leader: LARGEST_GROUP });
    expect(found[2 * LARGEST_GROUP]).toEqual({ kind: 'leader', first: 0 });
    expect(found[2 * LARGEST_GROUP + 1]).toEqual({ kind: 'follower', leader: 2 * LARGEST_GROUP });
  });
});
