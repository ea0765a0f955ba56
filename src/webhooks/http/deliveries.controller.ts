import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Owner } from '../../common/auth';
import { ApiProblems } from '../../common/errors';
import { Deliveries } from './deliveries';
import { DeliveriesQuery, DeliveryDetailsDto, DeliveryDto, DeliveryPageDto } from './delivery.dto';
import { ENABLE_FIRST, Redelivery } from './redelivery';

const DeliveryId = () => ApiParam({ name: 'id', description: '`delivery_id`', format: 'uuid' });

@ApiTags('Webhooks')
@Controller('api/webhooks/deliveries')
export class DeliveriesController {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly redelivery: Redelivery,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List what was sent and what is to be sent, newest first' })
  @ApiOkResponse({ type: DeliveryPageDto })
  @ApiProblems({ invalid_parameter: 'status must be one of the following values: pending, delivered, …' })
  list(@Owner() owner: string, @Query() query: DeliveriesQuery): Promise<DeliveryPageDto> {
    return this.deliveries.list(owner, query);
  }

  @Get(':id')
  @DeliveryId()
  @ApiOperation({ summary: 'One delivery with every attempt' })
  @ApiOkResponse({ type: DeliveryDetailsDto })
  @ApiProblems({ delivery_not_found: 'Delivery ID not found' })
  details(@Owner() owner: string, @Param('id') id: string): Promise<DeliveryDetailsDto> {
    return this.deliveries.details(owner, id);
  }

  @Post(':id/redeliver')
  @HttpCode(202)
  @DeliveryId()
  @ApiOperation({
    summary: 'Send a delivery again, now',
    description:
      'Same `webhook-id` and body, also where its request was deleted since; the schedule of retries begins anew. ' +
      'A subscription is sent to at its present URL.',
  })
  @ApiAcceptedResponse({ type: DeliveryDto })
  @ApiProblems({
    delivery_not_found: 'Delivery ID not found',
    subscription_not_found: 'The subscription was deleted, and its secret with it.',
    subscription_disabled: ENABLE_FIRST,
  })
  redeliver(@Owner() owner: string, @Param('id') id: string): Promise<DeliveryDto> {
    return this.redelivery.redeliver(owner, id);
  }
}
