import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { RequestHandler } from 'express';
import { type ErrorCode, problemOf } from '../errors';

/** How slow a client may be. A body has no deadline, only a pace: 1 GiB over a slow line takes hours. */
export const PATIENCE = {
  headersMs: 20_000,
  /**
   * Until the next call of a connection. This is longer than proxies keep one (nginx and AWS: 60 s): if we hang up
   * first, as Node does after 5 s, a call that is just on its way to us is lost.
   */
  idleMs: 75_000,
  /** Within each such time of a body … */
  paceMs: 30_000,
  /** … this many bytes must arrive. */
  paceBytes: 32 * 1_024,
  /** How long the rest of a body may take that was answered before its end. */
  farewellMs: 5_000,
};

/** Ends connections that are idle or too slow with their headers, and answers input that is not HTTP. */
export function limitConnections(server: Server, { headersMs, idleMs } = PATIENCE): void {
  server.headersTimeout = headersMs;
  server.keepAliveTimeout = idleMs;
  // Node would count headers and body together.
  server.requestTimeout = 0;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (socket.writable && error.code !== 'ECONNRESET') answer(socket, PROBLEMS[error.code ?? ''] ?? NO_HTTP);
    else socket.destroy();
  });
}

/** Ends bodies that arrive too slowly, or go on long after they were answered. */
export function endSlowBodies({ paceMs, paceBytes, farewellMs } = PATIENCE): RequestHandler {
  return (request, response, next) => {
    const { socket } = request;
    if (hasBody(request)) {
      let before = socket.bytesRead;
      const pace = setInterval(() => {
        const isSlow = socket.bytesRead - before < paceBytes;
        before = socket.bytesRead;
        if (request.complete || response.headersSent) clearInterval(pace);
        else if (isSlow) answer(socket, TOO_SLOW, request.originalUrl);
      }, paceMs);
      const endIt = () => void (request.complete || socket.destroy());
      response.once('finish', () => setTimeout(endIt, farewellMs).unref());
      response.once('close', () => clearInterval(pace));
    }
    next();
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

type Told = [ErrorCode, string];

const TOO_SLOW: Told = ['request_timeout', 'The request comes too slowly.'];
const NO_HTTP: Told = ['malformed_request', 'This is no valid HTTP request.'];
const PROBLEMS: Record<string, Told> = {
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'The URL and the headers are too long together.'],
  ERR_HTTP_REQUEST_TIMEOUT: TOO_SLOW,
};

/**
 * Writes a whole answer and ends the connection: there is no request that Nest could answer.
 *
 * @param instance the URL of the call; unknown where its head was not read to the end
 */
function answer(socket: Socket, [code, detail]: Told, instance?: string): void {
  const problem = problemOf(code, detail, instance);
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
