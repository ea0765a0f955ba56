import { type Health, healthAfter, type Result } from './health-after';

const NOW = new Date('2026-03-10T12:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 24 * 3_600_000);
const health = (overrides: Partial<Health> = {}): Health => ({
  enabled: true,
  disabledReason: null,
  failingSince: null,
  ...overrides,
});
const result = (overrides: Partial<Result> = {}): Result => ({
  at: NOW,
  delivered: false,
  gone: false,
  ...overrides,
});
const SUCCESS = result({ delivered: true });

describe('healthAfter', () => {
  it('remembers the first failure', () => {
    const results = [result(), result({ at: daysAgo(1) })];
    expect(healthAfter(health(), results, NOW, 1)).toEqual(health({ failingSince: daysAgo(1) }));
  });

  it('changes nothing while it goes on succeeding or failing', () => {
    const well = health();
    expect(healthAfter(well, [SUCCESS], NOW, 1)).toBe(well);
    const ill = health({ failingSince: daysAgo(4.9) });
    expect(healthAfter(ill, [result()], NOW, 1)).toBe(ill);
  });

  it('forgets the failures with one success', () => {
    expect(healthAfter(health({ failingSince: daysAgo(9) }), [result(), SUCCESS], NOW, 1)).toEqual(health());
  });

  it('disables what has only failed for five days, and says since when', () => {
    expect(healthAfter(health({ failingSince: daysAgo(5) }), [result()], NOW, 1)).toEqual({
      enabled: false,
      disabledReason: 'Every attempt since 2026-03-05T12:00:00.000Z has failed, for 5 days.',
      failingSince: daysAgo(5),
    });
  });

  it('counts the days on the compressed clock of a test', () => {
    expect(healthAfter(health({ failingSince: daysAgo(0.5) }), [result()], NOW, 0.1).enabled).toBe(false);
    expect(healthAfter(health({ failingSince: daysAgo(0.4) }), [result()], NOW, 0.1).enabled).toBe(true);
  });

  it('disables at once what is gone, whatever else succeeded', () => {
    const gone = healthAfter(health(), [SUCCESS, result({ gone: true })], NOW, 1);
    expect(gone).toEqual(health({ enabled: false, disabledReason: 'The endpoint answered 410 Gone.' }));
  });

  it('keeps the first reason', () => {
    const off = health({ enabled: false, disabledReason: 'Disabled by its owner.' });
    expect(healthAfter(off, [result({ gone: true })], NOW, 1)).toBe(off);
  });
});
