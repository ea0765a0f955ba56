import { SettingsError } from '../common/settings';
import { UsageError } from './command-line';
import { explainError } from './explain-error';
import { ServiceError } from './service/service.error';

const answer = (status: number, more: object = {}) => new ServiceError('It says so.', { status, ...more });
const problems = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ line: n + 2, message: `problem ${n}` }));

describe('an error', () => {
  it.each<[string, unknown, string]>([
    ['of the command line', new UsageError('Wrong.'), 'Wrong. See darkroom --help.'],
    ['of the settings', new SettingsError('PORT must be …'), 'PORT must be …'],
    ['of the service', answer(409), 'It says so.'],
    ['of the key', answer(401), 'It says so. Give a key with --key or DARKROOM_API_KEY.'],
    ['of a path', Object.assign(new Error(), { code: 'ENOENT', path: '/a.csv' }), '/a.csv does not exist.'],
    ['of a write', Object.assign(new Error(), { code: 'ENOSPC', syscall: 'write' }), 'The disk is full.'],
  ])('%s is told in words', (_what, error, words) => {
    expect(explainError(error)).toBe(words);
  });

  it('of a file names the lines, the first fifty of them, and what to do', () => {
    const words = explainError(answer(422, { errors: problems(60), total_errors: 2_000 }), 'a.csv')!;
    expect(words).toContain('a.csv has 2000 problems; nothing was done.\n  a.csv:2: problem 0\n');
    expect(words).toContain('  a.csv:51: problem 49\n  and 1950 more\nCorrect them');
  });

  it('that nobody foresaw is not', () => {
    expect(explainError(new TypeError('x is undefined'))).toBeNull();
  });
});
