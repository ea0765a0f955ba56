import type { Server } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { RequestHandler } from 'express';
import { ApiError } from '../errors';

/** Refuses what Node refuses of HTTP/1.1, with a problem document where Node would answer nothing but the status. */
export function refuseBadHeaders(app: NestExpressApplication): void {
  const server: Server = app.getHttpServer();
  // An option of `createServer`, which Nest calls without any; Node reads it from here at each call.
  Object.assign(server, { requireHostHeader: false });
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  app.use(goodHeadersOnly);
}

const goodHeadersOnly: RequestHandler = ({ httpVersion, headers: { host, expect } }, response, next) => {
  const refusal = httpVersion === '1.1' ? refusalOf(host, expect) : null;
  if (!refusal) return next();
  response.setHeader('Connection', 'close');
  next(refusal);
};

function refusalOf(host?: string, expect = '100-continue'): ApiError | null {
  if (host === undefined) return new ApiError('malformed_request', 'The header Host is missing.');
  if (/100-continue/i.test(expect)) return null;
  return new ApiError('expectation_failed', 'The header Expect may only say 100-continue.');
}
