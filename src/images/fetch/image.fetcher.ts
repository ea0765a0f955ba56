import { Deadline } from '../../common/concurrency';
import { hostOf, LookupsBusyError, OutboundClient, OutboundError } from '../../common/outbound';
import { asksToSlowDown, ImageFailure } from '../image-failure';
import { pauseLengthMs } from '../pause-length';
import { BodyBudget } from './body-budget';
import { FetchSettings } from './fetch.settings';
import type { HostSlots, Leave } from './host-slots';
import { judgeAnswer, type Judgement } from './judge-answer';
import { readBody } from './read-body';
import { toImageFailure } from './to-image-failure';

export interface FetchedImage {
  body: Buffer;
  /** Gives the memory back; call it when the body is no longer needed. Repeating it is harmless. */
  release(): void;
}

export interface FetchOptions {
  /** Calls the download off; a deadline does not count the waits for a turn and for memory. */
  within?: AbortSignal | Deadline;
  /** Whether to wait for a slot of the host however long it takes. */
  patient?: boolean;
  /** Takes the hosts that answered on the way and did not ask to slow down, whatever else they said. */
  letThrough?: Set<string>;
}

type Failure = Extract<Judgement, { kind: 'failure' }>;
type Redirect = Extract<Judgement, { kind: 'redirect' }>;

const MAX_REDIRECTS = 5;

/** Compressed pictures gain nothing from a second coding, and an uncoded answer announces its length. */
const HEADERS = {
  Accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif,image/tiff,image/*;q=0.8,*/*;q=0.5',
  'Accept-Encoding': 'identity',
};

/** Downloads one image, every redirect guarded anew. */
export class ImageFetcher {
  constructor(
    private readonly client: OutboundClient,
    private readonly budget: BodyBudget,
    private readonly slots: HostSlots,
    private readonly settings: FetchSettings,
  ) {}

  /**
   * Downloads an image. DOWNLOAD_TIMEOUT_MS limits the time that the origin takes, without the waits for a turn at the
   * host and for memory. The signal of `within` ends these too; when it aborts, the promise rejects with its reason.
   * @throws ImageFailure
   * @throws NoRoomError; where it is `patient`, it waits for a slot of the host until the signal aborts
   */
  async fetch(
    url: string,
    { within, patient = false, letThrough = new Set() }: FetchOptions = {},
  ): Promise<FetchedImage> {
    const deadline = new Deadline(this.settings.DOWNLOAD_TIMEOUT_MS, tooSlow, within);
    try {
      return await this.follow(parse(url), deadline, { patient, letThrough });
    } catch (error) {
      throw toImageFailure(error, 'The host', deadline.signal);
    } finally {
      deadline.end();
    }
  }

  private async follow(
    start: URL,
    deadline: Deadline,
    { patient, letThrough }: { patient: boolean; letThrough: Set<string> },
  ): Promise<FetchedImage> {
    const visited = new Set<string>();
    let url = start;
    while (visited.size <= MAX_REDIRECTS) {
      const leave = await this.enter(url, start, deadline, patient);
      visited.add(url.href);
      const answer = await this.ask(url, deadline, leave, letThrough);
      if (!('kind' in answer)) return answer;
      if (answer.kind === 'failure') throw answer.failure;
      if (visited.has(answer.to.href)) {
        throw new ImageFailure('too_many_redirects', 'The URL redirects in a circle.');
      }
      url = answer.to;
    }
    throw new ImageFailure('too_many_redirects', `The URL redirects more than ${MAX_REDIRECTS} times.`);
  }

  /** Waits for a slot of the host; the deadline does not count the wait. */
  private enter(url: URL, start: URL, deadline: Deadline, patient: boolean): Promise<Leave> {
    const host = hostOf(url);
    return deadline.notCounting(signal => {
      if (patient) return this.slots.acquirePatiently(host, signal);
      return url === start
        ? this.slots.acquire(host, signal)
        : this.slots.acquireBehind(hostOf(start), host, signal);
    });
  }

  /** Sends one request; `leave` gives its slot back when the connection is no longer in use. */
  private async ask(
    url: URL,
    deadline: Deadline,
    leave: Leave,
    letThrough: Set<string>,
  ): Promise<FetchedImage | Failure | Redirect> {
    let begunMs: number | null = null;
    // It may have redirected to itself, which counts only if it lets through what that leads to.
    letThrough.delete(hostOf(url));
    try {
      this.assertNotPaused(url);
      begunMs = performance.now() - deadline.uncountedMs;
      const response = await this.client.request({ url, headers: HEADERS, signal: deadline.signal });
      try {
        const answer = judgeAnswer(response.status, response.headers, url, Date.now());
        this.noteThrottling(url, answer, letThrough);
        if (answer.kind !== 'image') return answer;
        const limits = { maxBytes: this.settings.MAX_IMAGE_BYTES, budget: this.budget, deadline };
        const { body, reservation } = await readBody(response, limits);
        return { body, release: () => reservation.release() };
      } finally {
        // Unread bodies would hold the connection; after the end this does nothing, and it is kept for the next.
        response.stream.destroy();
      }
    } catch (error) {
      if (error instanceof LookupsBusyError) begunMs = null;
      throw toImageFailure(error, url.host, deadline.signal);
    } finally {
      leave(begunMs === null ? null : performance.now() - deadline.uncountedMs - begunMs);
    }
  }

  /**
   * Fails a download that waited for a slot while the host asked to slow down: the host is not asked again. @throws
   * ImageFailure
   */
  private assertNotPaused(url: URL): void {
    const host = hostOf(url);
    const retryAfterMs = this.slots.pausedFor(host);
    if (retryAfterMs === 0) return;
    throw new ImageFailure('http_status', `${url.host} asks to slow down.`, {
      host,
      httpStatus: 429,
      retryAfterMs,
    });
  }

  private noteThrottling(url: URL, answer: Judgement, letThrough: Set<string>): void {
    const host = hostOf(url);
    const origin = answer.kind === 'failure' ? answer.failure.origin : {};
    if (asksToSlowDown(origin)) this.slots.slowDown(host, pauseLengthMs(origin.retryAfterMs));
    else {
      this.slots.letThrough(host);
      letThrough.add(host);
    }
  }
}

const tooSlow = () => new OutboundError('timeout', 'The image did not arrive in time.');

function parse(url: string): URL {
  try {
    return new URL(url);
  } catch (cause) {
    throw new ImageFailure('invalid_url', 'This is no valid URL.', {}, { cause });
  }
}
