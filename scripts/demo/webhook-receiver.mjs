import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

const PATIENCE_MS = 30_000;

/** What a subscriber of Darkroom runs: it takes the notification and verifies who it is from. */
export class WebhookReceiver {
  static async open() {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new WebhookReceiver(server);
  }

  constructor(server) {
    this.host = `127.0.0.1:${server.address().port}`;
    this.url = `http://${this.host}/hooks/darkroom`;
    this.received = new Promise(resolve => {
      server.on('request', async (request, response) => {
        // The signature is over the bytes that were sent, so the body is kept as it came.
        resolve({ headers: request.headers, body: await text(request) });
        response.writeHead(204).end();
      });
    });
  }

  /** @throws when no notification comes, when it is not signed with this secret, or is about something else. */
  async verified(secret, requestId) {
    const { headers, body } = await inTime(this.received);
    const event = new Webhook(secret).verify(body, headers);
    if (event.data.request_id !== requestId) throw new Error(`the webhook is about ${event.data.request_id}`);
    return event;
  }
}

function inTime(promise) {
  const late = new Error(`no webhook came within ${PATIENCE_MS / 1_000} s`);
  return Promise.race([promise, new Promise((_, reject) => setTimeout(reject, PATIENCE_MS, late).unref())]);
}
