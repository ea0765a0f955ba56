import { pipeline } from 'node:stream/promises';
import { Controller, Get, HttpStatus, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiError, ApiProblems } from '../../common/errors';
import { NotStoredError, SIGNED_URL_SECONDS, Storage } from '../../storage';
import { parseOutputFile, servedAs, storageKey } from '../output-file';
import { type RangeAnswer, requestedRange } from './requested-range';

/** How long a client may keep a redirect: what it follows must not be a signed URL that has ended. */
const REDIRECT_SECONDS = SIGNED_URL_SECONDS / 2;

const binary = { schema: { type: 'string', format: 'binary' } };

@ApiTags('Images')
@Controller('api/image')
export class ImageController {
  constructor(private readonly storage: Storage) {}

  @Get(':filename')
  @ApiOperation({
    summary: 'A compressed image',
    description: 'The unguessable name is the permission. Answers `HEAD`, `Range` and `If-None-Match`.',
  })
  @ApiParam({ name: 'filename', example: 'shoe-0f3c9a5d7e1b2c4d6f8091a2b3c4d5e6.jpg' })
  @ApiResponse({ status: 200, description: 'The image', content: { 'image/*': binary } })
  @ApiResponse({ status: 206, description: 'The range that was asked for', content: { 'image/*': binary } })
  @ApiResponse({ status: 302, description: 'With `S3_SERVE` redirect or signed: where the store has it' })
  @ApiResponse({ status: 304, description: 'Not changed: it never is' })
  @ApiProblems({
    image_not_found: 'There is no such image.',
    range_not_satisfiable: 'The image has 61377 bytes.',
  })
  async image(
    @Param('filename') filename: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const file = parseOutputFile(filename);
    if (!file) throw notFound();
    const key = storageKey(file);
    // Shops on other origins show these images, and browsers check this header on a redirect too.
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    const elsewhere = await this.storage.directUrl(key, request.method === 'HEAD' ? 'HEAD' : 'GET');
    if (elsewhere) {
      response.setHeader('Cache-Control', `public, max-age=${REDIRECT_SECONDS}`).redirect(elsewhere);
      return;
    }
    const { contentType, cacheControl } = servedAs(file.format);
    const size = await this.sizeOf(key);
    response
      .setHeader('ETag', `"${file.hash}"`)
      .setHeader('Cache-Control', cacheControl)
      .setHeader('Accept-Ranges', 'bytes')
      .setHeader('Content-Type', contentType)
      .setHeader('X-Content-Type-Options', 'nosniff')
      .setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
    if (request.fresh) {
      response.status(HttpStatus.NOT_MODIFIED).end();
      return;
    }
    await this.send(key, size, requestedRange(request, size, `"${file.hash}"`), request, response);
  }

  private async send(
    key: string,
    size: number,
    range: RangeAnswer,
    request: Request,
    response: Response,
  ): Promise<void> {
    if (range.kind === 'unsatisfiable') {
      response.setHeader('Content-Range', `bytes */${size}`);
      throw new ApiError('range_not_satisfiable', `The image has ${size} bytes.`);
    }
    if (range.kind === 'part') {
      response.status(HttpStatus.PARTIAL_CONTENT);
      response.setHeader('Content-Range', `bytes ${range.start}-${range.end}/${size}`);
    }
    response.setHeader('Content-Length', range.end - range.start + 1);
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    await pipeline(await this.storage.read(key, range), response);
  }

  private async sizeOf(key: string): Promise<number> {
    try {
      return await this.storage.size(key);
    } catch (error) {
      throw error instanceof NotStoredError ? notFound(error) : error;
    }
  }
}

const notFound = (cause?: Error) => new ApiError('image_not_found', 'There is no such image.', {}, { cause });
