import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Owner } from '../../../common/auth';
import { ApiProblems } from '../../../common/errors';
import { pageOf } from '../../../common/http';
import { ProcessingLog } from '../../processing-log';
import type { ProcessingLogEntity } from '../../processing-log.entity';
import { RequestsRepository } from '../../requests.repository';
import { type LogDto, LogsDto, LogsQuery } from './logs.dto';

@ApiTags('Requests')
@Controller('api/logs')
export class LogsController {
  constructor(
    private readonly requests: RequestsRepository,
    private readonly log: ProcessingLog,
  ) {}

  @Get(':id')
  @ApiOperation({ summary: 'The processing log of a request, oldest first' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: LogsDto })
  @ApiProblems({
    request_not_found: 'Request ID not found',
    invalid_parameter: 'image_id must be the id of an image.',
  })
  async logs(@Param('id') id: string, @Query() query: LogsQuery, @Owner() owner: string): Promise<LogsDto> {
    const request = await this.requests.ofOwner(owner, id);
    const { limit, cursor: after, image_id: imageId, step, status } = query;
    const found = await this.log.read(request.id, { after, imageId, step, status, limit: limit + 1 });
    const { items, nextCursor } = pageOf(found, limit, last => last.id);
    return { logs: items.map(view), next_cursor: nextCursor };
  }
}

const view = ({ id, requestId, imageId, step, status, message, timestamp }: ProcessingLogEntity): LogDto => ({
  log_id: id,
  request_id: requestId,
  image_id: imageId,
  step,
  status,
  message,
  timestamp: timestamp.toISOString(),
});
