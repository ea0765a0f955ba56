import { WindowSize } from './window-size';

describe('WindowSize', () => {
  it('starts with a small window and fills it up', () => {
    expect(new WindowSize().missing(0)).toBe(32);
    expect(new WindowSize().missing(10)).toBe(22);
  });

  it('adds nothing while more than half of the window waits', () => {
    expect(new WindowSize().missing(17)).toBe(0);
  });

  it('grows to some seconds of work for workers that are fast, and shrinks again', () => {
    const window = new WindowSize();
    for (let at = 0; at <= 10_000; at += 100) window.observe(0, 100, at);
    expect(window.missing(0)).toBeGreaterThan(1_400);
    expect(window.missing(0)).toBeLessThan(1_600);
    for (let at = 10_100; at <= 20_000; at += 100) window.observe(100, 0, at);
    expect(window.missing(0)).toBe(32);
  });

  it('is not misled by a worker that fills its free slots in one moment', () => {
    const window = new WindowSize();
    window.observe(0, 32, 0);
    for (let at = 1; at <= 3; at++) window.observe(0, 32, at);
    expect(window.missing(0)).toBe(32);
  });
});
