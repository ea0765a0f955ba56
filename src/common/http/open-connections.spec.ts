import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { OpenConnections } from './open-connections';

const LONG_MS = 60_000;
const CALL = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

describe('OpenConnections', () => {
  let server: Server;
  let connections: OpenConnections;
  let calls: ServerResponse[];
  let clients: Socket[];

  beforeEach(async () => {
    [calls, clients] = [[], []];
    server = createServer((_request, response) => calls.push(response));
    connections = new OpenConnections(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  /** A client whose connection the server knows of. */
  async function connected(): Promise<Socket> {
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    clients.push(client);
    await once(server, 'connection');
    return client;
  }

  /** A client that waits for the answer to a call. */
  async function calling() {
    const client = await connected();
    client.write(CALL);
    const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
    return { response, received: text(client) };
  }

  it('ends those that never made a call, which close() would wait for', async () => {
    const client = await connected();
    connections.end(LONG_MS);
    await once(client, 'close');
  });

  it('ends those whose call was answered', async () => {
    const { response, received } = await calling();
    response.end('done');
    await once(response, 'close');
    connections.end(LONG_MS);
    expect(await received).toMatch(/done$/);
  });

  it('lets calls under way have their answer, and says that it is the last one', async () => {
    const { response, received } = await calling();
    connections.end(LONG_MS);
    response.end('done');
    const answer = await received;
    expect(answer).toMatch(/Connection: close/i);
    expect(answer).toMatch(/done$/);
  });

  it('lets an answer that has begun come to its end', async () => {
    const { response, received } = await calling();
    response.write('half ');
    connections.end(LONG_MS);
    response.end('done');
    expect(await received).toMatch(/half [^]*done/);
  });

  it('keeps a connection for the call that came before the answer to the one before', async () => {
    const { response, received } = await calling();
    clients[0]!.write(CALL);
    await once(server, 'request');
    response.end('first');
    await once(response, 'close');
    connections.end(LONG_MS);
    calls[1]!.end('second');
    expect(await received).toMatch(/first[^]*second$/);
  });

  it('cuts off what takes too long', async () => {
    const { received } = await calling();
    connections.end(50);
    expect(await received).toBe('');
  });

  it('lets nobody in when the time is up', async () => {
    const { received } = await calling();
    connections.end(0);
    await received;
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.on('error', () => undefined).write(CALL);
    await new Promise(resolve => client.once('close', resolve));
    expect(calls).toHaveLength(1);
  });

  it('answers calls that come later, once each', async () => {
    connections.end(LONG_MS);
    const { response, received } = await calling();
    response.end('late');
    expect(await received).toMatch(/Connection: close[^]*late$/i);
  });

  it('ends connections that come later and make no call', async () => {
    connections.end(LONG_MS);
    await once(await connected(), 'close');
  });
});
