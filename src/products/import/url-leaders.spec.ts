import { UrlLeaders } from './url-leaders';

describe('UrlLeaders', () => {
  it('finds the first occurrence of a URL', () => {
    const leaders = new UrlLeaders(3);
    expect(leaders.claim('https://a.example/1.jpg', 0)).toBeNull();
    expect(leaders.claim('https://a.example/2.jpg', 1)).toBeNull();
    expect(leaders.claim('https://a.example/1.jpg', 2)).toBe(0);
  });

  it('tells a hundred thousand URLs apart and finds each again', () => {
    const url = (n: number) => `https://cdn.example.com/images/product-${n}.jpg`;
    const leaders = new UrlLeaders(100_000);
    const all = Array.from({ length: 100_000 }, (_, n) => n);
    expect(all.filter(n => leaders.claim(url(n), n) !== null)).toEqual([]);
    expect(all.filter(n => leaders.claim(url(n), 200_000) !== n)).toEqual([]);
  });
});
