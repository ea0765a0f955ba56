import { validateSync } from 'class-validator';
import { WEBHOOK_TYPES } from '../webhook-types';
import { problemOfTypes, SubscribedTypes } from './subscribed-types';

const NAMES = 'request.completed, request.failed, request.cancelled, webhook.test';

describe('problemOfTypes', () => {
  it.each([
    ['one type', ['request.failed'], null],
    ['all types', WEBHOOK_TYPES, null],
    ['nothing', undefined, `must be a list of one or more of ${NAMES}`],
    ['null', null, `must be a list of one or more of ${NAMES}`],
    ['a lone type', 'request.failed', `must be a list of one or more of ${NAMES}`],
    ['an empty list', [], `must be a list of one or more of ${NAMES}`],
    ['an unknown type', ['request.failed', 'request.exploded'], `may hold nothing but ${NAMES}`],
    ['what is no text', [{}], `may hold nothing but ${NAMES}`],
    ['a type twice', ['request.failed', 'request.failed'], 'may hold a type once only'],
    ['too many', Array(33_000).fill({}), 'may hold at most 4 types'],
  ])('of %s', (_, types, problem) => {
    expect(problemOfTypes(types)).toBe(problem);
  });

  it('looks at no element of a list that is too long', () => {
    const untouched = new Proxy(Array<unknown>(33_000), {
      get(list, key) {
        if (key !== 'length') throw new Error(`It looked at ${String(key)}`);
        return list.length;
      },
    });
    expect(problemOfTypes(untouched)).toBe('may hold at most 4 types');
  });
});

describe('SubscribedTypes', () => {
  class Body {
    @SubscribedTypes() types: unknown;
  }

  it('names the field', () => {
    const [error] = validateSync(Object.assign(new Body(), { types: Array(33_000).fill({}) }));
    expect(error?.constraints).toEqual({ subscribedTypes: 'types may hold at most 4 types' });
  });
});
