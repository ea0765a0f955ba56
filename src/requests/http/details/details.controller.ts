import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Owner } from '../../../common/auth';
import { ApiProblems } from '../../../common/errors';
import { DetailsQuery } from './details.query';
import { DetailsService } from './details.service';
import { RequestDetailsDto } from './product.dto';

@ApiTags('Requests')
@Controller('api/details')
export class DetailsController {
  constructor(private readonly details: DetailsService) {}

  @Get(':id')
  @ApiOperation({
    summary: 'Status and products of a request, by page',
    description:
      'The `cursor` of this list is the row that a page begins behind: any part of it can be jumped to. A page ends early rather than hold more than 25,000 images; `next_cursor` goes on there.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: RequestDetailsDto })
  @ApiProblems({
    request_not_found: 'Request ID not found',
    invalid_parameter: 'limit must be a whole number from 1 to 1000.',
  })
  page(
    @Param('id') id: string,
    @Query() query: DetailsQuery,
    @Owner() owner: string,
  ): Promise<RequestDetailsDto> {
    return this.details.page(owner, id, query);
  }
}
