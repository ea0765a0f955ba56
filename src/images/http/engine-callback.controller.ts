import { Controller, HttpCode, HttpStatus, Post, type RawBodyRequest, Req } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { ApiError, ApiProblems } from '../../common/errors';
import { EXAMPLE_ID } from '../../common/example-ids';
import { EngineCallbacks } from '../engine/engine-callbacks';
import { CALLBACK_PATH } from '../engine/engine-job';
import { EngineCallbackDto } from './engine-callback.dto';
import { parseEngineCallback } from './parse-engine-callback';

const NOT_SIGNED =
  'The signature is missing, older than five minutes, or not made with IMAGE_ENGINE_SECRET over these bytes.';

const completed = {
  job_id: `${EXAMPLE_ID}:1`,
  status: 'completed',
  output_image_url: 'https://images.internal/results/shoe.webp',
};
const failed = {
  job_id: completed.job_id,
  status: 'failed',
  error: { code: 'unsupported_format', message: 'HEIC pictures are not supported' },
};

@ApiTags('Image engine')
@Controller(CALLBACK_PATH)
export class EngineCallbackController {
  constructor(private readonly callbacks: EngineCallbacks) {}

  @Post()
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'An external image service reports a result',
    description:
      'With `IMAGE_ENGINE=remote` only. No API key: the call is signed as [Standard Webhooks](https://www.standardwebhooks.com) says, with `IMAGE_ENGINE_SECRET`. A repeated, late or unknown `job_id` gets 204 and changes nothing.',
    security: [],
  })
  @ApiHeader({ name: 'webhook-id', required: true, description: 'Of this message, chosen by the sender' })
  @ApiHeader({ name: 'webhook-timestamp', required: true, description: 'Seconds since the epoch' })
  @ApiHeader({
    name: 'webhook-signature',
    required: true,
    description: '`v1,` HMAC-SHA256 over `id.timestamp.body`',
  })
  @ApiBody({
    type: EngineCallbackDto,
    examples: { completed: { value: completed }, failed: { value: failed } },
  })
  @ApiNoContentResponse({ description: 'Noted, or of no concern any more' })
  @ApiProblems({
    unauthorized: NOT_SIGNED,
    malformed_request: 'The body must be a JSON object.',
    invalid_parameter: 'status must be one of the following values: completed, failed.',
    file_too_large: 'The body is too large.',
  })
  async callback(@Req() { rawBody, headers }: RawBodyRequest<Request>): Promise<void> {
    const body = rawBody ?? Buffer.alloc(0);
    if (!this.callbacks.isGenuine(body, headers)) throw new ApiError('unauthorized', NOT_SIGNED);
    const { jobId, answer } = parseEngineCallback(body);
    await this.callbacks.note(jobId, answer);
  }
}
