import { raw, type RequestHandler } from 'express';

const MOST_BYTES = 64 * 1_024;

const read = raw({ type: () => true, limit: MOST_BYTES });

/** Keeps the bytes of a callback as they came, whatever their `Content-Type`: the signature covers them. */
export const engineCallbackBody: RequestHandler = (request, response, next) => {
  read(request, response, (error?: unknown) => {
    if (Buffer.isBuffer(request.body)) Object.assign(request, { rawBody: request.body });
    next(error);
  });
};
