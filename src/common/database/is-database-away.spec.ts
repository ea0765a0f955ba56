import { isDatabaseAway } from './is-database-away';

const withCode = (code: string) => Object.assign(new Error('said by the driver'), { code });

describe('the database', () => {
  it.each([
    ['cannot be reached', 'ECONNREFUSED'],
    ['has a name that nobody knows', 'ENOTFOUND'],
    ['broke off', '08006'],
    ['is starting', '57P03'],
    ['has become a replica', '25006'],
    ['has no room', '53100'],
    ['does not let us in', '28P01'],
  ])('is away when it %s', (_, code) => expect(isDatabaseAway(withCode(code))).toBe(true));

  it('is away when its Unix socket is missing', () => {
    const missing = Object.assign(withCode('ENOENT'), { syscall: 'connect' });
    expect(isDatabaseAway(missing)).toBe(true);
    expect(isDatabaseAway(Object.assign(withCode('ENOENT'), { syscall: 'open' }))).toBe(false);
  });

  it('is away when the pool gives up', () => {
    expect(isDatabaseAway(new Error('timeout exceeded when trying to connect'))).toBe(true);
  });

  it.each([
    ['a file that is missing', 'ENOENT'],
    ['a disk that is full', 'ENOSPC'],
    ['a wrong argument', 'ERR_INVALID_ARG_TYPE'],
    ['a statement that took too long', '57014'],
    ['a broken constraint', '23505'],
  ])('is not away because of %s', (_, code) => expect(isDatabaseAway(withCode(code))).toBe(false));
});
