import { causeOf, failureGroups } from './failure-causes';

it('groups the failures of several requests by cause, most first', () => {
  const groups = failureGroups([
    { failures: [{ code: 'timeout', count: 2 }] },
    {
      failures: [
        { code: 'http_status', count: 4 },
        { code: 'timeout', count: 3 },
      ],
    },
  ]);
  expect(groups.map(({ code, count, mayPass }) => [code, count, mayPass])).toEqual([
    ['timeout', 5, true],
    ['http_status', 4, false],
  ]);
});

it('has words for a code that a newer service may have', () => {
  expect(causeOf('made_up_later').title).toBe('Something else went wrong');
  expect(causeOf('toString').title).toBe('Something else went wrong');
});
