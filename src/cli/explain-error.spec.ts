import { SettingsError } from '../common/settings';
import { type Command, UsageError } from './command-line';
import { explainError } from './explain-error';
import { ServiceError } from './service/service.error';

const answer = (status: number, more: object = {}) => new ServiceError('It says so.', { status, ...more });
const problems = (count: number, code = 'empty_product_name') =>
  Array.from({ length: count }, (_, n) => ({ line: n + 2, message: `problem ${n}`, code }));
const run = (fields: Record<string, string> = {}): Command => ({
  name: 'run',
  file: 'a.csv',
  out: 'out',
  fields,
  privateHosts: [],
});

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
    const words = explainError(answer(422, { errors: problems(60), total_errors: 2_000 }), run())!;
    expect(words).toContain('a.csv has 2000 problems; nothing was done.\n  a.csv:2: problem 0\n');
    expect(words).toContain('  a.csv:51: problem 49\n  and 1950 more\nCorrect them');
  });

  const CORRECT = '\nCorrect them and start again.';
  const OR_SKIP = '\nCorrect them and start again, or leave the bad rows out with --on-invalid skip.';
  it.each<[string, string, Record<string, string>, string]>([
    ['rows', 'empty_product_name', {}, OR_SKIP],
    ['rows', 'empty_product_name', { on_invalid: 'reject' }, OR_SKIP],
    ['rows where they were to be left out', 'empty_product_name', { on_invalid: 'skip' }, CORRECT],
    ['a column that is not there', 'missing_column', {}, CORRECT],
    ['a quote that is not closed', 'unclosed_quote', {}, CORRECT],
    ['more rows than are allowed', 'too_many_rows', {}, CORRECT],
  ])('of %s (%s, %j) is told with what helps', (_what, code, fields, advice) => {
    const errors = [...problems(1, code), ...problems(1)];
    expect(explainError(answer(422, { errors }), run(fields))).toMatch(new RegExp(`${advice}$`));
  });

  it('that nobody foresaw is not', () => {
    expect(explainError(new TypeError('x is undefined'))).toBeNull();
  });
});
