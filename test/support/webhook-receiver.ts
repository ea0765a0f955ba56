import type { IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { startHttp } from './http-server';
import { until } from './until';

export interface Delivery {
  path: string;
  headers: IncomingHttpHeaders;
  /** Exactly as it came: a signature is over these bytes. */
  body: Buffer;
  /** What it was answered. */
  status: number;
  /** Milliseconds since the epoch. */
  at: number;
}

/** A real subscriber on loopback that notes whatever is posted to it. */
export interface WebhookReceiver {
  /** `127.0.0.1:<port>`, as ALLOWED_PRIVATE_HOSTS takes it. */
  host: string;
  url: string;
  deliveries: readonly Delivery[];
  /** The statuses of the next answers, in this order; after them it is 204. */
  answerNext(...statuses: number[]): void;
  /** Waits until at least so many have arrived since the start, and returns all. */
  received(count: number, timeoutMs?: number): Promise<readonly Delivery[]>;
  close(): Promise<void>;
}

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const deliveries: Delivery[] = [];
  const statuses: number[] = [];
  const server = await startHttp((request, response) => {
    const record = (body: Buffer) => {
      const status = request.method === 'POST' ? (statuses.shift() ?? 204) : 405;
      deliveries.push({ path: request.url ?? '/', headers: request.headers, body, status, at: Date.now() });
      response.writeHead(status).end();
    };
    buffer(request).then(record, () => response.destroy());
  });
  return {
    host: server.host,
    url: `http://${server.host}/webhook`,
    deliveries,
    answerNext: (...next) => void statuses.push(...next),
    async received(count, timeoutMs) {
      await until(`${count} deliveries have arrived`, () => deliveries.length >= count, { timeoutMs });
      return deliveries;
    },
    close: () => server.close(),
  };
}

/**
 * What a receiver makes of a delivery, with any Standard Webhooks library and its secret.
 * @throws WebhookVerificationError when it is not signed with that
 */
export function verified(secret: string, { body, headers }: Pick<Delivery, 'body' | 'headers'>): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>);
}
