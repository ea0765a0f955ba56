import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

export interface RawCall {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** A call whose path and headers nobody tidies up first; a body of JSON is parsed. */
export async function sendRaw(url: string, { method = 'GET', path = '/', headers = {}, body }: RawCall) {
  const { hostname, port } = new URL(url);
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    const call = request({ hostname, port, method, path, headers, agent: false }, resolve);
    call.once('error', reject).end(body);
  });
  const answer = await text(response);
  const isJson = response.headers['content-type']?.includes('json') ?? false;
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: answer,
    body: (isJson && answer !== '' ? JSON.parse(answer) : {}) as Record<string, unknown>,
  };
}

/** Bytes as they are, and all that comes until the other side hangs up. */
export async function sendBytes(url: string, bytes: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  return receivedUntilClosed(socket);
}

/** What came before the other side hung up, however it did: a reset takes nothing of it back. */
export function receivedUntilClosed(socket: Socket): Promise<string> {
  let received = '';
  socket.setEncoding('utf8').on('data', (piece: string) => (received += piece));
  socket.on('error', () => undefined);
  return new Promise(resolve => socket.once('close', () => resolve(received)));
}
