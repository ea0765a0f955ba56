import { headline } from './headline';
import { aRequest } from './status.factory';
import { tabTitle } from './tab-title';

const running = { status: 'processing', completed_at: null } as const;

it.each([
  ['a request that waits', aRequest({ ...running, status: 'pending' }), 'busy', 'Waiting for its turn'],
  ['one at work', aRequest(running), 'busy', 'Compressing 10 pictures'],
  [
    'one that was asked to stop',
    aRequest({ ...running, cancel_requested_at: '2026-11-20T12:00:05.000Z' }),
    'calm',
    'Stopping',
  ],
  ['one that went well', aRequest(), 'good', 'All 10 pictures are ready'],
  ['one of one picture', aRequest({ images: { total: 1, completed: 1 } }), 'good', 'Your picture is ready'],
  [
    'one of which some failed',
    aRequest({ images: { completed: 7, failed: 3 } }),
    'mixed',
    '7 of 10 pictures are ready',
  ],
  [
    'one of which one did not fail',
    aRequest({ images: { completed: 1, failed: 9 } }),
    'mixed',
    '1 of 10 pictures is ready',
  ],
  [
    'one of which all failed',
    aRequest({ status: 'failed', images: { completed: 0, failed: 10 } }),
    'bad',
    'All 10 pictures failed',
  ],
  [
    'one that was stopped',
    aRequest({ status: 'cancelled', images: { completed: 6, cancelled: 4 } }),
    'calm',
    'Stopped, with 4 pictures left out',
  ],
])('%s says so', (_, request, tone, title) => {
  expect(headline(request)).toMatchObject({ tone, title });
});

it('says what was saved', () => {
  expect(headline(aRequest()).detail).toContain('1 MB became 400 kB: 60 % saved.');
});

it.each([
  [aRequest({ ...running, progress: 0.429 }), '42 % · catalogue.csv'],
  [aRequest({ ...running, progress: 0.9999 }), '99 % · catalogue.csv'],
  [aRequest(), '✓ catalogue.csv'],
  [aRequest({ status: 'failed' }), '✗ catalogue.csv'],
])('the tab says how far it is', (request, title) => {
  expect(tabTitle(request)).toBe(title);
});
