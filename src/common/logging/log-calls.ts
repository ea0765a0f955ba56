import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { type HttpLogger, pinoHttp } from 'pino-http';

/** Paths that are called all the time and tell nothing. */
const QUIET = /^\/(health\/|api\/image\/|metrics\b)/;

/**
 * Logs a line for each call, with the `req.id` that the client finds in `X-Request-Id`.
 *
 * It does not bind that id to what is logged meanwhile, as the module of nestjs-pino does: before Node 24 an
 * `AsyncLocalStorage` makes every promise of the process dearer, once it has been used (measured: 13 % of what the main
 * thread does for an image).
 */
export function logCalls(logger: Logger): HttpLogger {
  return pinoHttp({
    logger,
    genReqId: (_request, response) => {
      const id = randomUUID();
      response.setHeader('X-Request-Id', id);
      return id;
    },
    autoLogging: { ignore: (request: IncomingMessage) => QUIET.test(request.url ?? '') },
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({ id, method, url }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
  });
}
