import { type Health, healthAfter, IDLE_DAYS, type Result } from './health-after';
import { LONGEST_RETRY_AFTER_MS, nextAttempt, WAITS_MS } from './next-attempt';

const NOW = new Date('2026-03-10T12:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 24 * 3_600_000);
const health = (overrides: Partial<Health> = {}): Health => ({
  enabled: true,
  disabledReason: null,
  failingSince: null,
  lastFailedAt: null,
  ...overrides,
});
/** An endpoint that has failed for so many days, the last time an hour ago. */
const failing = (days: number) => health({ failingSince: daysAgo(days), lastFailedAt: daysAgo(1 / 24) });
const result = (overrides: Partial<Result> = {}): Result => ({
  at: NOW,
  delivered: false,
  gone: false,
  ...overrides,
});
const SUCCESS = result({ delivered: true });

describe('healthAfter', () => {
  it('remembers the first failure and the last', () => {
    const results = [result(), result({ at: daysAgo(1) })];
    const ill = health({ failingSince: daysAgo(1), lastFailedAt: NOW });
    expect(healthAfter(health(), results, NOW, 1)).toEqual(ill);
    expect(healthAfter(ill, [result({ at: daysAgo(0.5) })], NOW, 1)).toEqual(ill);
    expect(healthAfter(failing(4.9), [result()], NOW, 1)).toEqual({ ...failing(4.9), lastFailedAt: NOW });
  });

  it('changes nothing while it goes on succeeding', () => {
    const well = health();
    expect(healthAfter(well, [SUCCESS], NOW, 1)).toBe(well);
  });

  it('forgets the failures with one success', () => {
    expect(healthAfter(failing(9), [result(), SUCCESS], NOW, 1)).toEqual(health());
  });

  it('disables what has only failed for five days, and says since when', () => {
    expect(healthAfter(failing(5), [result()], NOW, 1)).toEqual({
      enabled: false,
      disabledReason: 'Every attempt since 2026-03-05T12:00:00.000Z has failed, for 5 days.',
      failingSince: daysAgo(5),
      lastFailedAt: NOW,
    });
  });

  it.each([
    ['an attempt before the last wait of the schedule', 1.1, 5],
    ['just as long as it may be', IDLE_DAYS, 5],
    ['a time without anything to deliver', IDLE_DAYS + 0.1, 0],
  ])('counts the days anew after an idle time only: after %s', (_, daysWithout, failingDays) => {
    const before = health({ failingSince: daysAgo(5), lastFailedAt: daysAgo(daysWithout) });
    const after = healthAfter(before, [result()], NOW, 1);
    expect(after).toMatchObject({ enabled: failingDays < 5, failingSince: daysAgo(failingDays) });
  });

  it('counts them anew where the last failure was not noted yet', () => {
    const after = healthAfter(health({ failingSince: daysAgo(9) }), [result()], NOW, 1);
    expect(after).toEqual(health({ failingSince: NOW, lastFailedAt: NOW }));
  });

  it('takes no wait between attempts for an idle time', () => {
    const failed = { statusCode: 503, retryAfterMs: LONGEST_RETRY_AFTER_MS };
    const waits = WAITS_MS.map((_, index) => nextAttempt(failed, index + 1, 1, 1));
    const longest = Math.max(...waits.map(wait => (wait.status === 'pending' ? wait.waitMs : NaN)));
    expect(daysAgo(0).getTime() - longest).toBeGreaterThan(daysAgo(IDLE_DAYS).getTime());
  });

  it('counts the days on the compressed clock of a test', () => {
    expect(healthAfter(failing(0.5), [result()], NOW, 0.1).enabled).toBe(false);
    expect(healthAfter(failing(0.4), [result()], NOW, 0.1).enabled).toBe(true);
    const idle = health({ failingSince: daysAgo(0.5), lastFailedAt: daysAgo(0.3) });
    expect(healthAfter(idle, [result()], NOW, 0.1).enabled).toBe(true);
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
