import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { startHttp } from './http-server';
import { until } from './until';

/** What an image service is sent. */
export interface Job {
  job_id: string;
  image_id: string;
  input_image_url: string;
  quality: number;
  format: string;
  effort: string;
  max_width: number | null;
  max_height: number | null;
  callback_url: string;
}

export interface ReceivedJob extends Job {
  headers: IncomingHttpHeaders;
  /** Exactly as it came. */
  body: Buffer;
}

/** What is said of a job besides its id. */
export type Said =
  | { status: 'completed'; output_image_url: string }
  | { status: 'failed'; error?: { code?: string; message?: string } | null };

interface Reply {
  status: number;
  headers?: OutgoingHttpHeaders;
}

type Answer = (job: ReceivedJob) => number | Reply | Promise<number | Reply>;

/** A real image service on loopback that takes jobs, and does with each what a test says. */
export interface ImageService {
  /** `127.0.0.1:<port>`. */
  host: string;
  url: string;
  /** A result that can be fetched from it; a handler answers as it likes. @returns its URL */
  result(path: string, body: Uint8Array | ((response: ServerResponse) => void)): string;
  /** What is done with a job for this input before it is answered with the status; for all others it is 202. */
  on(inputUrl: string, answer: Answer): void;
  jobs(inputUrl?: string): ReceivedJob[];
  /** Waits for the n-th job of an input, counted from 1. */
  job(inputUrl: string, count?: number): Promise<ReceivedJob>;
  /** Calls back, properly signed unless told otherwise. @returns the status */
  callBack(job: Job, said: Said, options?: { secret?: string; at?: Date; url?: string }): Promise<number>;
  close(): Promise<void>;
}

export async function startImageService(secret: string): Promise<ImageService> {
  const received: ReceivedJob[] = [];
  const answers = new Map<string, Answer>();
  const results = new Map<string, Uint8Array | ((response: ServerResponse) => void)>();
  const take = async (headers: IncomingHttpHeaders, body: Buffer): Promise<Reply> => {
    const job = { ...(JSON.parse(body.toString()) as Job), headers, body };
    received.push(job);
    const reply = (await answers.get(job.input_image_url)?.(job)) ?? 202;
    return typeof reply === 'number' ? { status: reply } : reply;
  };
  const server = await startHttp((request, response) => {
    const result = results.get(request.url ?? '');
    if (typeof result === 'function') result(response);
    else if (request.method === 'GET') response.writeHead(result ? 200 : 404).end(result);
    else {
      void buffer(request)
        .then(body => take(request.headers, body))
        .then(
          ({ status, headers }) => response.writeHead(status, headers).end(),
          () => response.destroy(),
        );
    }
  });
  const jobs = (inputUrl?: string) =>
    received.filter(job => inputUrl === undefined || job.input_image_url === inputUrl);
  return {
    host: server.host,
    url: `http://${server.host}/jobs`,
    result(path, body) {
      results.set(path, body);
      return `http://${server.host}${path}`;
    },
    on: (inputUrl, answer) => void answers.set(inputUrl, answer),
    jobs,
    job: (inputUrl, count = 1) =>
      until(`the image service has job ${count} of ${inputUrl}`, () => jobs(inputUrl)[count - 1], {
        timeoutMs: 60_000,
      }),
    async callBack(job, said, { secret: own = secret, at = new Date(), url = job.callback_url } = {}) {
      const body = JSON.stringify({ job_id: job.job_id, ...said });
      const id = `callback_${job.job_id}`;
      const answer = await fetch(url, {
        method: 'POST',
        body,
        headers: {
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
          'webhook-signature': new Webhook(own).sign(id, at, body),
        },
      });
      await answer.arrayBuffer();
      return answer.status;
    },
    close: () => server.close(),
  };
}
