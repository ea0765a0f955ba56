import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import express from 'express';
import { endSlowBodies, limitConnections } from '../../src/common/http';
import { receivedUntilClosed } from '../support/raw-http';

/** As in the service, only quicker. */
const PATIENCE = { headersMs: 200, idleMs: 600, paceMs: 100, paceBytes: 1_000, farewellMs: 100 };

// A guard that is not there shows as a wait: Node's own deadlines are a minute and more.
jest.setTimeout(10_000);

let server: Server;
let sockets: Socket[];
let received: number[];

beforeEach(async () => {
  sockets = [];
  received = [];
  const app = express();
  app.use(endSlowBodies(PATIENCE));
  app.post('/refused', (_request, response) => void response.status(401).end());
  app.post('/', (request, response) => {
    buffer(request).then(
      body => {
        received.push(body.length);
        response.end('thank you');
      },
      () => undefined,
    );
  });
  server = createServer({ connectionsCheckingInterval: 20 }, app);
  limitConnections(server, PATIENCE);
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
});

/** Sends the first, then the same piece again and again until the other side hangs up, or nothing is left. */
async function drip(head: string, piece = '', everyMs = 20, times = Infinity): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  sockets.push(socket);
  socket.write(head);
  let left = piece === '' ? 0 : times;
  const timer = setInterval(() => {
    if (left-- > 0) socket.write(piece);
    else clearInterval(timer);
  }, everyMs);
  const answer = await receivedUntilClosed(socket);
  clearInterval(timer);
  return answer;
}

const post = (path: string, length: number) =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n`;

describe('a client', () => {
  it('whose headers never end is told 408 and hung up on', async () => {
    const answer = await drip('GET / HTTP/1.1\r\n', 'A: b\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(answer).toContain('"code":"request_timeout"');
  });

  it('that says nothing at all is hung up on', async () => {
    await drip('GET');
  });

  it('may take longer for its next call than for the headers of one, but not for ever', async () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket);
    const call = () => socket.write(post('/', 1).replace('Connection: close\r\n', '') + 'x');
    call();
    await once(socket, 'data');
    await delay(2 * PATIENCE.headersMs);
    call();
    expect(await receivedUntilClosed(socket)).toMatch(/^HTTP\/1.1 200 /);
    expect(received).toEqual([1, 1]);
  });

  it.each([
    ['stops', ''],
    ['drips', 'x'],
  ])('whose body %s is told 408 and hung up on', async (_what, piece) => {
    const answer = await drip(post('/?a=b', 1_000_000), piece);
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(answer).toContain('"instance":"/?a=b"');
    expect(received).toEqual([]);
  });

  it('whose body comes in chunks that never end is hung up on', async () => {
    const head = 'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await drip(head, '1\r\nx\r\n')).toMatch(/^HTTP\/1.1 408 /);
  });

  it('that keeps the pace may take as long as it needs', async () => {
    const [length, pieces] = [40_000, 40];
    const answer = await drip(post('/', length), 'x'.repeat(length / pieces), 20, pieces);
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    expect(received).toEqual([length]);
  });

  it('that goes on after it was refused gets the answer, and is hung up on', async () => {
    const head = post('/refused', 100_000_000).replace('Connection: close\r\n', '');
    expect(await drip(head, 'x'.repeat(5_000))).toMatch(/^HTTP\/1.1 401 /);
  });

  it('that keeps its connection for later is not hung up on for a body that was whole', async () => {
    const head = `POST /refused HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello`;
    const answer = await drip(head, head, 60, 5);
    expect(answer.match(/HTTP\/1.1 401 /g)).toHaveLength(6);
  });
});
