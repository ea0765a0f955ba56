import type { IncomingMessage, ServerResponse } from 'node:http';
import { startHttp } from './http-server';

export type OriginHandler = (request: IncomingMessage, response: ServerResponse) => void;

export interface OriginRequest {
  path: string;
  headers: IncomingMessage['headers'];
  /** Milliseconds since the epoch. */
  at: number;
}

/** A real shop's image server on loopback, in as far as a test tells it to be. Anything else is a 404. */
export interface Origin {
  /** `127.0.0.1:<port>`, as ALLOWED_PRIVATE_HOSTS takes it. */
  host: string;
  url(path: string): string;
  /** Bytes are sent as they are (the content decides, not the type); a handler does what it likes. */
  serve(path: string, answer: Uint8Array | OriginHandler): void;
  requests(path?: string): OriginRequest[];
  close(): Promise<void>;
}

export async function startOrigin(): Promise<Origin> {
  const answers = new Map<string, Uint8Array | OriginHandler>();
  const seen: OriginRequest[] = [];
  const server = await startHttp((request, response) => {
    const path = request.url ?? '/';
    seen.push({ path, headers: request.headers, at: Date.now() });
    const answer = answers.get(path);
    if (typeof answer === 'function') answer(request, response);
    else if (answer) response.writeHead(200, { 'content-length': answer.byteLength }).end(answer);
    else response.writeHead(404).end();
  });
  return {
    host: server.host,
    url: path => `http://${server.host}${path}`,
    serve: (path, answer) => void answers.set(path, answer),
    requests: path => seen.filter(request => path === undefined || request.path === path),
    close: () => server.close(),
  };
}
