import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Owner } from '../../../common/auth';
import { ApiProblems } from '../../../common/errors';
import { pageOf } from '../../../common/http';
import { RequestsRepository } from '../../requests.repository';
import { StatusService } from '../status/status.service';
import { RequestListDto } from './list.dto';
import { RequestListQuery } from './list.query';

@ApiTags('Requests')
@Controller('api/requests')
export class RequestListController {
  constructor(
    private readonly requests: RequestsRepository,
    private readonly status: StatusService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Requests, newest first' })
  @ApiOkResponse({ type: RequestListDto })
  @ApiProblems({ invalid_parameter: 'limit must be a whole number from 1 to 1000.' })
  async list(
    @Query() { limit, cursor, status }: RequestListQuery,
    @Owner() owner: string,
  ): Promise<RequestListDto> {
    const found = await this.requests.newestOf(owner, { before: cursor, status, limit: limit + 1 });
    const { items, nextCursor } = pageOf(found, limit, last => last.id);
    return {
      requests: await Promise.all(items.map(request => this.status.of(request))),
      next_cursor: nextCursor,
    };
  }
}
