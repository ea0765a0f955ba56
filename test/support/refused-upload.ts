import type { Darkroom, Fields } from './darkroom';
import { until } from './until';

interface Problem {
  detail: string;
  total_errors: number;
  errors: { row: number | null; line: number | null; column: string | null; code: string }[];
}

/** Uploads what has to be refused, and looks at everything that a refusal promises. */
export async function refused(
  darkroom: Darkroom,
  status: number,
  code: string,
  file: Parameters<Darkroom['post']>[0],
  fields: Fields = {},
): Promise<Problem> {
  const answer = await leavingNothing(darkroom, () => darkroom.post(file, fields).expect(status));
  expect(answer.headers['content-type']).toContain('application/problem+json');
  const { detail, title } = answer.body as { detail: string; title: string };
  expect(answer.body).toMatchObject({
    type: 'about:blank',
    title: expect.stringMatching(/\w/) as string,
    status,
    detail: expect.stringMatching(/\w/) as string,
    instance: '/api/upload',
    code,
    error: detail,
  });
  expect(title).not.toBe(detail);
  return answer.body as Problem;
}

/** Does what must add neither a request nor a file. @returns what it returns */
export async function leavingNothing<T>(darkroom: Darkroom, act: () => Promise<T>): Promise<T> {
  const before = await requestsStored(darkroom);
  const result = await act();
  expect(await requestsStored(darkroom)).toBe(before);
  await until('the incoming file is gone', async () => (await darkroom.files('incoming')).length === 0);
  await until('no half of a file is there', async () => (await darkroom.files('files/partial')).length === 0);
  expect(await darkroom.files('files/sources')).toHaveLength(before);
  return result;
}

async function requestsStored(darkroom: Darkroom): Promise<number> {
  const [row] = await darkroom.query<{ count: number }>('SELECT count(*)::int AS count FROM requests');
  return row!.count;
}
