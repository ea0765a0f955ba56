import { pipeline } from 'node:stream/promises';
import { HttpStatus, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ApiError } from '../../common/errors';
import { type ByteRange, NotStoredError, SIGNED_URL_SECONDS, Storage } from '../../storage';
import { type OutputFile, parseOutputFile, servedAs, storageKey } from '../output-file';
import { type RangeAnswer, requestedRange } from './requested-range';

/** How long a client may keep a redirect: what it follows must not be a signed URL that has ended. */
const REDIRECT_SECONDS = SIGNED_URL_SECONDS / 2;

/** Answers calls for results: with where the store has them, or with their bytes. */
@Injectable()
export class ImageSender {
  constructor(private readonly storage: Storage) {}

  /** @throws ApiError `image_not_found`, `range_not_satisfiable` */
  async send(filename: string, request: Request, response: Response): Promise<void> {
    const file = parseOutputFile(filename);
    if (!file) throw notFound();
    // Shops on other origins show these images, and browsers check this header on a redirect too.
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    const method = request.method === 'HEAD' ? 'HEAD' : 'GET';
    const elsewhere = await this.storage.directUrl(storageKey(file), method);
    if (elsewhere) {
      response.setHeader('Cache-Control', `public, max-age=${REDIRECT_SECONDS}`).redirect(elsewhere);
    } else {
      await this.sendFile(file, request, response);
    }
  }

  private async sendFile(file: OutputFile, request: Request, response: Response): Promise<void> {
    const key = storageKey(file);
    const etag = `"${file.hash}"`;
    const size = await found(this.storage.size(key));
    describe(file, etag, response);
    if (request.fresh) {
      response.status(HttpStatus.NOT_MODIFIED).end();
      return;
    }
    const range = announce(requestedRange(request, size, etag), size, response);
    if (request.method === 'HEAD') response.end();
    else await pipeline(await found(this.storage.read(key, range)), response);
  }
}

/** @throws ApiError `image_not_found` for a key that is not there, or not any more: its request may just be deleted */
async function found<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw error instanceof NotStoredError ? notFound(error) : error;
  }
}

function describe({ format }: OutputFile, etag: string, response: Response): void {
  const { contentType, cacheControl } = servedAs(format);
  response
    .setHeader('ETag', etag)
    .setHeader('Cache-Control', cacheControl)
    .setHeader('Accept-Ranges', 'bytes')
    .setHeader('Content-Type', contentType)
    .setHeader('X-Content-Type-Options', 'nosniff')
    .setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
}

/**
 * Says in the head of the answer which bytes follow, and gives these back.
 * @throws ApiError `range_not_satisfiable`
 */
function announce(range: RangeAnswer, size: number, response: Response): ByteRange {
  if (range.kind === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${size}`);
    throw new ApiError('range_not_satisfiable', `The image has ${size} bytes.`);
  }
  const { kind, start, end } = range;
  if (kind === 'part') {
    response.status(HttpStatus.PARTIAL_CONTENT);
    response.setHeader('Content-Range', `bytes ${start}-${end}/${size}`);
  }
  response.setHeader('Content-Length', end - start + 1);
  return range;
}

const notFound = (cause?: Error) => new ApiError('image_not_found', 'There is no such image.', {}, { cause });
