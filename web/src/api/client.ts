import createClient from 'openapi-fetch';
import { Problem, type ProblemBody, retryAfterOf } from './problem';
import type { paths } from './schema';
import { session } from '../session/session';

/** Every call of the API, typed by `openapi.json`. */
export const api = createClient<paths>();

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer to a call. @throws Problem for every answer but 2xx, and where none comes */
export async function answerOf<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    throw new Problem(0, {}, null, { cause });
  });
  if (response.ok) return data as T;
  throw refused(response.status, error, response.headers.get('Retry-After'));
}

/** Reads the problem of an answer, and notes that a key is required. */
export function refused(status: number, body: unknown, retryAfter: string | null): Problem {
  if (status === 401) session.expire();
  return new Problem(status, isBody(body) ? body : {}, retryAfterOf(retryAfter));
}

const isBody = (body: unknown): body is ProblemBody => typeof body === 'object' && body !== null;
