import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { Owner } from '../../../common/auth';
import { ApiProblems } from '../../../common/errors';
import { RequestStatusDto } from '../../status/status.dto';
import { DetailsQuery } from '../details/details.query';
import { DetailsService } from '../details/details.service';
import { RequestDetailsDto } from '../details/product.dto';
import { StatusQuery } from './status.query';
import { StatusService } from './status.service';

@ApiTags('Requests')
@Controller()
export class StatusController {
  constructor(
    private readonly requests: StatusService,
    private readonly details: DetailsService,
  ) {}

  @Get(['api/status/:id', 'api/requests/:id', 'status/:id'])
  @ApiOperation({ summary: 'State, progress and counts of a request' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiExtraModels(RequestStatusDto, RequestDetailsDto)
  @ApiOkResponse({
    schema: {
      // Not `oneOf`: details are a status too. Generated clients take the first that fits.
      anyOf: [{ $ref: getSchemaPath(RequestDetailsDto) }, { $ref: getSchemaPath(RequestStatusDto) }],
    },
    description: 'With `include=products` also `products` and `next_cursor`',
  })
  @ApiProblems({ request_not_found: 'Request ID not found', invalid_parameter: 'include must be products.' })
  status(
    @Param('id') id: string,
    @Query() { include }: StatusQuery,
    @Owner() owner: string,
  ): Promise<RequestStatusDto | RequestDetailsDto> {
    return include ? this.details.page(owner, id, new DetailsQuery()) : this.requests.ofOwner(owner, id);
  }
}
