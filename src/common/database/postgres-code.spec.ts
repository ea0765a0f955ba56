import { QueryFailedError } from 'typeorm';
import { postgresCode } from './postgres-code';

const withCode = (code: unknown) => Object.assign(new Error('said by the driver'), { code });

it.each<[string, unknown, string | null]>([
  ['a failed query', new QueryFailedError('SELECT', [], withCode('40P01')), '40P01'],
  ['an error of the driver itself', withCode('ECONNRESET'), 'ECONNRESET'],
  ['a failed query without a code', new QueryFailedError('SELECT', [], new Error()), null],
  ['an error without a code', new Error(), null],
  ['a code that is no text', withCode(7), null],
  ['what is no error', { code: '40P01' }, null],
  ['nothing', undefined, null],
])('postgresCode of %s', (_, error, code) => {
  expect(postgresCode(error)).toBe(code);
});
