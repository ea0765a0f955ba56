import type { OpenRequest } from './claimable-images';
import { IdleRequests } from './idle-requests';

const request = (id: string, overrides: Partial<OpenRequest> = {}): OpenRequest => ({
  id,
  pending: 1,
  underWay: 0,
  ...overrides,
});

/** More than are asked before their time. */
const MANY = Array.from({ length: 100 }, (_, n) => request(`waits-${n}`));

let requests: IdleRequests;
beforeEach(() => {
  requests = new IdleRequests();
  for (const waits of MANY) requests.foundNothing(waits, 1_000, 0);
});

it('a request is busy until a look at it found nothing, and again when one found something', () => {
  const [a, b] = [request('a'), request('b')];
  expect(requests.divide([a, b], 0)).toEqual({ busy: ['a', 'b'], idle: [] });
  requests.foundNothing(a, 1_000, 0);
  expect(requests.divide([a, b], 0)).toEqual({ busy: ['b'], idle: ['a'] });
  requests.foundSomething(a);
  expect(requests.divide([a, b], 0).busy).toEqual(['a', 'b']);
});

it('those that were asked longest ago are asked again, and a few only', () => {
  const asked = requests.divide(MANY, 0).idle;
  expect(asked).toEqual(MANY.slice(0, 4).map(({ id }) => id));
  for (const waits of MANY.slice(0, 4)) requests.foundNothing(waits, 1_000, 10);
  expect(requests.divide(MANY, 10).idle).toEqual(MANY.slice(4, 8).map(({ id }) => id));
});

it.each([
  ['one of whose images is due', request('a'), 500],
  ['of which images came in or came back', request('a', { pending: 2 }), 0],
  ['of which an image was done', request('a', { underWay: 1 }), 0],
])('a request %s comes before those that still wait', (_, now, at) => {
  requests.foundNothing(request('a'), 500, 0);
  expect(requests.divide([...MANY, request('a')], 0).idle).not.toContain('a');
  expect(requests.divide([...MANY, now], at).idle[0]).toBe('a');
});

it('all that may have something are to be asked, however many', () => {
  expect(requests.divide(MANY, 1_000).idle).toHaveLength(MANY.length);
});

it('a request that has ended is forgotten: it is as good as new when it is open again', () => {
  expect(requests.divide([], 0)).toEqual({ busy: [], idle: [] });
  expect(requests.divide(MANY, 0).busy).toHaveLength(MANY.length);
});
