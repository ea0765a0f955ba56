import { aRequest } from './status.factory';
import { averageText, secondsTaken } from './time-taken';

it.each([
  ['the first run', aRequest(), '1.0/s on average'],
  ['one within a millisecond', aRequest({ completed_at: aRequest().started_at }), 'in an instant'],
  ['a retry, whose counts are of all runs', aRequest({ run: 2 }), 'run 2 alone'],
])('of %s the speed is said where it can be told', (_, request, text) => {
  expect(averageText(request)).toBe(text);
});

it('takes the time of the last run', () => {
  expect(secondsTaken(aRequest())).toBe(10);
  expect(secondsTaken(aRequest({ started_at: null, completed_at: null }))).toBe(0);
});
