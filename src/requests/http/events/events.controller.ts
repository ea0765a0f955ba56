import { Controller, Get, Headers, HttpStatus, Param, Res } from '@nestjs/common';
import {
  ApiHeader,
  ApiNoContentResponse,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { Owner } from '../../../common/auth';
import { ApiProblems } from '../../../common/errors';
import { RequestsRepository } from '../../requests.repository';
import { EventStream, isFinishedEventId } from './event-stream';
import { WatchedRequests } from './watched-requests';

@ApiTags('Requests')
@Controller('api/events')
export class EventsController {
  constructor(
    private readonly requests: RequestsRepository,
    private readonly watched: WatchedRequests,
  ) {}

  @Get(':id')
  @ApiOperation({
    summary: 'Server-sent events of a request: `progress`, and last `finished`',
    description:
      'Each event is a whole status: one on connecting, one after each change, at most four a second. A comment every 15 s keeps the connection alive.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Sent by browsers when they connect again',
  })
  @ApiResponse({
    status: 200,
    description: 'The stream',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  @ApiNoContentResponse({ description: 'The client knows already that it has finished' })
  @ApiProblems({ request_not_found: 'Request ID not found' })
  async events(
    @Param('id') id: string,
    @Headers('last-event-id') lastEventId = '',
    @Owner() owner: string,
    @Res() response: Response,
  ): Promise<void> {
    const request = await this.requests.ofOwner(owner, id);
    if (request.completedAt && isFinishedEventId(lastEventId, request.run)) {
      response.status(HttpStatus.NO_CONTENT).end();
      return;
    }
    // A client that left in the meantime would never be noticed again.
    if (response.closed) return;
    const { leave } = this.watched.watch(request.id, () => new EventStream(response));
    response.on('close', leave);
  }
}
