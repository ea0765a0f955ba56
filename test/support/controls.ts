import type { Client } from './client';

/** What a call came to; `text` is the body as it was sent. */
export interface Answer<T = Record<string, unknown>> {
  status: number;
  code: string | null;
  body: T;
  text: string;
  ms: number;
}

/** An upload that may come with an `Idempotency-Key`. */
export interface KeyedUpload {
  csv: string;
  key?: string;
  fields?: Record<string, string>;
  filename?: string;
}

/** What an owner may do with requests; answers come as they are. */
export class Controls {
  constructor(private readonly client: Client) {}

  cancel = (id: string) => this.call('POST', `/api/requests/${id}/cancel`);
  retry = (id: string) => this.call('POST', `/api/requests/${id}/retry`);
  delete = (id: string) => this.call('DELETE', `/api/requests/${id}`);
  get = (path: string) => this.call('GET', path);

  upload({ csv, key, fields = {}, filename = 'catalogue.csv' }: KeyedUpload): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', new Blob([csv]), filename);
    return this.call('POST', '/api/upload', form, key === undefined ? {} : { 'Idempotency-Key': key });
  }

  private async call(
    method: string,
    path: string,
    body?: FormData,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const begun = performance.now();
    const answer = await fetch(new URL(path, this.client.url), { method, body, headers });
    const text = await answer.text();
    const ms = performance.now() - begun;
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
    const parsed = (isJson ? JSON.parse(text) : {}) as Record<string, unknown>;
    return {
      status: answer.status,
      code: (parsed.code as string | undefined) ?? null,
      body: parsed,
      text,
      ms,
    };
  }
}

/** The status codes of calls that were made at once, lowest first. */
export const statuses = (answers: Answer[]): number[] =>
  answers.map(({ status }) => status).sort((a, b) => a - b);
