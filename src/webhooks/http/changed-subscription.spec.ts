import { changedSubscription } from './changed-subscription';

const SINCE = new Date('2026-03-01T00:00:00Z');
const FAILING = {
  url: 'https://shop.example.com/hooks',
  types: ['request.completed' as const],
  enabled: true,
  disabledReason: null,
  failingSince: SINCE,
  lastFailedAt: SINCE,
};
/** The health of a subscription without attempts. */
const UNKNOWN = { failingSince: null, lastFailedAt: null };
const OFF = { ...FAILING, enabled: false, disabledReason: 'The endpoint answered 410 Gone.' };

describe('changedSubscription', () => {
  it('keeps what is not named', () => {
    expect(changedSubscription(FAILING, {})).toEqual(FAILING);
    expect(changedSubscription(FAILING, { types: ['request.failed'] })).toEqual({
      ...FAILING,
      types: ['request.failed'],
    });
  });

  it('gives a new URL a new chance', () => {
    const url = 'https://shop.example.com/other';
    expect(changedSubscription(FAILING, { url })).toEqual({ ...FAILING, url, ...UNKNOWN });
    expect(changedSubscription(FAILING, { url: FAILING.url })).toEqual(FAILING);
  });

  it('forgets why it was disabled when it is enabled again', () => {
    expect(changedSubscription(OFF, { enabled: true })).toEqual({ ...FAILING, ...UNKNOWN });
  });

  it('says who disabled it, and keeps an earlier reason', () => {
    expect(changedSubscription(FAILING, { enabled: false }).disabledReason).toBe('Disabled by its owner.');
    expect(changedSubscription(OFF, { enabled: false })).toEqual(OFF);
  });
});
