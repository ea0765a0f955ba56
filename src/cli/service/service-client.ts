import { setTimeout as delay } from 'node:timers/promises';
import type { RequestStatusDto } from '../../requests';
import type { ServiceAddress, UploadFields } from '../command-line';
import { multipartForm } from './multipart';
import { betweenLooksMs } from './pace';
import { ServiceError, toServiceError } from './service.error';

/** Missing answers in a row after which the client gives up: some two minutes. */
const PATIENCE = 24;
const PATIENCE_MS = 5_000;

/** Calls a running service. Every method throws ServiceError, or the reason of the signal. */
export class ServiceClient {
  constructor(
    private readonly address: ServiceAddress,
    /** Ends the call under way, and every wait. */
    private readonly signal: AbortSignal,
    /** Hears what a call waits for that is to be made again, and how long. */
    private readonly onWait: (error: ServiceError, ms: number) => void = () => undefined,
  ) {}

  /**
   * Fails at once where nobody answers or the key is wrong: an upload would wait for the former, and send the whole
   * file before it hears about the latter.
   */
  async reach(): Promise<void> {
    await this.patiently(
      () => this.json('/api/requests?limit=1'),
      ({ problem, isPassing }) => problem !== null && isPassing,
    );
  }

  /**
   * Uploads a file, again for as long as the service cannot take it; with the same key it is accepted once.
   * @throws also the file system's error for the file
   */
  upload(path: string, fields: UploadFields, idempotencyKey: string): Promise<{ request_id: string }> {
    return this.patiently(async () => {
      const { type, body } = await multipartForm(path, fields);
      const headers = { 'content-type': type, 'idempotency-key': idempotencyKey };
      return this.json('/api/upload', { method: 'POST', headers, body, duplex: 'half' });
    });
  }

  status(id: string): Promise<RequestStatusDto> {
    return this.json(`/api/status/${encodeURIComponent(id)}`);
  }

  /** Cancels the images that have not begun; a finished request does not change. */
  async cancel(id: string): Promise<void> {
    await this.call(`/api/requests/${encodeURIComponent(id)}/cancel`, { method: 'POST' }).catch(
      (error: unknown) => {
        if (!(error instanceof ServiceError && [404, 409].includes(error.problem?.status ?? 0))) throw error;
      },
    );
  }

  /** Yields every status until the request has finished; waits for a service that is away for a moment. */
  async follow(id: string, show: (status: RequestStatusDto) => void): Promise<RequestStatusDto> {
    for (let looks = 0; ; looks++) {
      const status = await this.patiently(() => this.status(id));
      show(status);
      if (status.completed_at !== null) return status;
      await this.wait(betweenLooksMs(looks));
    }
  }

  /** The body of an answer, as it comes. */
  async *body(path: string): AsyncGenerator<Uint8Array> {
    const answer = await this.call(path);
    try {
      yield* answer.body as unknown as AsyncIterable<Uint8Array>;
    } catch (cause) {
      throw this.noAnswer('broke off', cause);
    }
  }

  /** Makes a call that does no harm when it is made twice, again and again while the service is away for a moment. */
  private async patiently<T>(
    call: () => Promise<T>,
    isWorthWaiting = (error: ServiceError) => error.isPassing,
  ): Promise<T> {
    for (let missed = 1; ; missed++) {
      try {
        return await call();
      } catch (error) {
        this.signal.throwIfAborted();
        if (!(error instanceof ServiceError && isWorthWaiting(error) && missed < PATIENCE)) throw error;
        const ms = error.problem?.retryAfterMs ?? PATIENCE_MS;
        this.onWait(error, ms);
        await this.wait(ms);
      }
    }
  }

  private wait(ms: number): Promise<void> {
    return delay(ms, undefined, { signal: this.signal });
  }

  private async json<T>(path: string, options?: CallOptions): Promise<T> {
    const answer = await this.call(path, options);
    return (await answer.json().catch((cause: unknown) => {
      throw this.noAnswer('does not answer as Darkroom does', cause);
    })) as T;
  }

  /** Makes a call and returns its successful answer, with the body still to be read. */
  private async call(path: string, options: CallOptions = {}): Promise<Response> {
    const { url, key } = this.address;
    const headers = { ...options.headers, ...(key && { authorization: `Bearer ${key}` }) };
    // A redirect would lose the key at another origin, and the body of an upload.
    const init = { ...options, headers, signal: this.signal, redirect: 'manual' } as const;
    const answer = await fetch(new URL(path, url), init).catch((cause: unknown) => {
      throw this.noAnswer('cannot be reached', cause);
    });
    if (!answer.ok) throw await toServiceError(answer);
    return answer;
  }

  private noAnswer(what: string, cause: unknown): ServiceError {
    const inner = (cause as Error).cause as NodeJS.ErrnoException | undefined;
    // For a name with several addresses it is an AggregateError, which has no message.
    const reason = inner?.message || inner?.code || (cause as Error).message;
    return new ServiceError(`${this.address.url} ${what}: ${reason}`, null, { cause });
  }
}

type CallOptions = RequestInit & { duplex?: 'half' };
