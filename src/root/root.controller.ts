import { Controller, Get, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { callOrigin } from '../common/http';
import { VERSION } from '../common/version';
import { RequestSettings } from '../requests';
import { ServiceDto } from './service.dto';

@ApiTags('Operations')
@Controller()
export class RootController {
  constructor(private readonly settings: RequestSettings) {}

  @Get()
  @ApiOperation({ summary: 'What this is and where to go from here' })
  @ApiOkResponse({ type: ServiceDto })
  service(@Req() request: Request): ServiceDto {
    const origin = this.settings.PUBLIC_URL ?? callOrigin(request);
    return {
      name: 'Darkroom',
      version: VERSION,
      endpoints: {
        upload: 'POST /api/upload',
        status: 'GET /api/status/{request_id}',
        details: 'GET /api/details/{request_id}',
        events: 'GET /api/events/{request_id}',
        output_csv: 'GET /api/download/{request_id}',
        failed_csv: 'GET /api/download/{request_id}/failed',
        archive: 'GET /api/archive/{request_id}',
        source: 'GET /api/download/{request_id}/source',
        logs: 'GET /api/logs/{request_id}',
        image: 'GET /api/image/{filename}',
        requests: 'GET /api/requests',
        send_webhook_again: 'POST /api/webhook',
        webhook_secret: 'GET /api/webhooks/secret',
        queues: 'GET /admin/queues',
        health: 'GET /health/ready',
      },
      documentation: { swagger_ui: `${origin}/api/docs`, openapi: `${origin}/api/openapi.json` },
    };
  }
}
