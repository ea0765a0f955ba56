import { setTimeout as delay } from 'node:timers/promises';
import type { RequestStatusDto } from '../../requests';
import type { ServiceAddress, UploadFields } from '../command-line';
import { multipartForm } from './multipart';
import { ServiceError, toServiceError } from './service.error';

const LOOK_MS = 300;

/** Answers in a row that do not come, after which nobody waits for another: some two minutes. */
const PATIENCE = 24;
const PATIENCE_MS = 5_000;

/** Calls a running service. Every method @throws ServiceError */
export class ServiceClient {
  constructor(private readonly address: ServiceAddress) {}

  /** @throws also what the file system says of the file */
  async upload(path: string, fields: UploadFields, idempotencyKey?: string): Promise<{ request_id: string }> {
    const { type, body } = await multipartForm(path, fields);
    const headers = { 'content-type': type, ...(idempotencyKey && { 'idempotency-key': idempotencyKey }) };
    const answer = await this.call('/api/upload', { method: 'POST', headers, body, duplex: 'half' });
    return (await answer.json()) as { request_id: string };
  }

  async status(id: string): Promise<RequestStatusDto> {
    return (await (await this.call(`/api/status/${encodeURIComponent(id)}`)).json()) as RequestStatusDto;
  }

  /** What has not begun stays undone; of a request that has finished nothing is changed. */
  async cancel(id: string): Promise<void> {
    await this.call(`/api/requests/${encodeURIComponent(id)}/cancel`, { method: 'POST' }).catch(
      (error: unknown) => {
        if (!(error instanceof ServiceError && [404, 409].includes(error.problem?.status ?? 0))) throw error;
      },
    );
  }

  /** Tells of every status until the request has finished; a service that is away for a moment is waited for. */
  async follow(
    id: string,
    show: (status: RequestStatusDto) => void,
    signal?: AbortSignal,
  ): Promise<RequestStatusDto> {
    for (let missed = 0; ;) {
      try {
        const status = await this.status(id);
        missed = 0;
        show(status);
        if (status.completed_at !== null) return status;
      } catch (error) {
        if (!(error instanceof ServiceError && error.isPassing && ++missed < PATIENCE)) throw error;
      }
      await delay(missed > 0 ? PATIENCE_MS : LOOK_MS, undefined, { signal });
    }
  }

  /** A call that went well; its body is still to be read. */
  async call(path: string, options: RequestInit & { duplex?: 'half' } = {}): Promise<Response> {
    const { url, key } = this.address;
    const headers = { ...options.headers, ...(key && { authorization: `Bearer ${key}` }) };
    const answer = await fetch(new URL(path, url), { ...options, headers }).catch((cause: unknown) => {
      const reason = ((cause as Error).cause as Error | undefined)?.message ?? (cause as Error).message;
      throw new ServiceError(`${url} cannot be reached: ${reason}`, null, { cause });
    });
    if (!answer.ok) throw await toServiceError(answer);
    return answer;
  }
}
