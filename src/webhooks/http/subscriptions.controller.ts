import { Body, Controller, Delete, Get, Header, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { Owner } from '../../common/auth';
import { ApiProblems, JSON_PROBLEMS } from '../../common/errors';
import { NotifiedDto } from './notification.dto';
import { ENABLE_FIRST, Redelivery } from './redelivery';
import {
  ChangeSubscriptionBody,
  CreateSubscriptionBody,
  RedeliveredDto,
  RedeliverSinceBody,
  SubscriptionDto,
  SubscriptionListDto,
  SubscriptionSecretDto,
} from './subscription.dto';
import { ROTATED_TOO_OFTEN } from './rotated-secret';
import { MOST_SUBSCRIPTIONS, NO_ROOM } from './subscription-limit';
import { Subscriptions } from './subscriptions';

const SubscriptionId = () => ApiParam({ name: 'id', description: '`subscription_id`', format: 'uuid' });
const UNKNOWN = { subscription_not_found: 'Subscription ID not found' };
const REFUSED = {
  invalid_parameter: 'url cannot be used: Only http and https URLs can be requested.',
  ...JSON_PROBLEMS,
};

@ApiTags('Webhooks')
@Controller('api/webhooks/subscriptions')
export class SubscriptionsController {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly redelivery: Redelivery,
  ) {}

  @Post()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Subscribe an endpoint to your requests; the answer shows its secret, once',
    description: `You may have ${MOST_SUBSCRIPTIONS} of them, disabled ones included.`,
  })
  @ApiCreatedResponse({ type: SubscriptionSecretDto })
  @ApiProblems({ ...REFUSED, too_many_subscriptions: NO_ROOM })
  create(@Owner() owner: string, @Body() body: CreateSubscriptionBody): Promise<SubscriptionSecretDto> {
    return this.subscriptions.create(owner, body);
  }

  @Get()
  @ApiProblems({})
  @ApiOperation({ summary: 'List your subscriptions, newest first' })
  @ApiOkResponse({ type: SubscriptionListDto })
  list(@Owner() owner: string): Promise<SubscriptionListDto> {
    return this.subscriptions.list(owner);
  }

  @Get(':id')
  @SubscriptionId()
  @ApiOperation({ summary: 'One subscription, without its secret' })
  @ApiOkResponse({ type: SubscriptionDto })
  @ApiProblems(UNKNOWN)
  details(@Owner() owner: string, @Param('id') id: string): Promise<SubscriptionDto> {
    return this.subscriptions.details(owner, id);
  }

  @Patch(':id')
  @SubscriptionId()
  @ApiOperation({
    summary: 'Change a subscription, or enable it again',
    description:
      'What is still to be delivered goes to the new URL. What it missed while disabled: redeliver it.',
  })
  @ApiOkResponse({ type: SubscriptionDto })
  @ApiProblems({ ...REFUSED, ...UNKNOWN })
  change(
    @Owner() owner: string,
    @Param('id') id: string,
    @Body() body: ChangeSubscriptionBody,
  ): Promise<SubscriptionDto> {
    return this.subscriptions.change(owner, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @SubscriptionId()
  @ApiOperation({ summary: 'End a subscription; what is still to be delivered is cancelled, its log stays' })
  @ApiNoContentResponse()
  @ApiProblems(UNKNOWN)
  delete(@Owner() owner: string, @Param('id') id: string): Promise<void> {
    return this.subscriptions.delete(owner, id);
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @SubscriptionId()
  @ApiOperation({
    summary: 'Make a new secret; the old one signs too for 24 hours',
    description: 'Also where it is changed again in that time: then all of them sign.',
  })
  @ApiOkResponse({ type: SubscriptionSecretDto })
  @ApiProblems({ ...UNKNOWN, too_many_rotations: ROTATED_TOO_OFTEN })
  rotate(@Owner() owner: string, @Param('id') id: string): Promise<SubscriptionSecretDto> {
    return this.subscriptions.rotate(owner, id);
  }

  @Post(':id/test')
  @HttpCode(202)
  @SubscriptionId()
  @ApiOperation({ summary: 'Send `webhook.test`, also to a disabled subscription' })
  @ApiAcceptedResponse({ type: NotifiedDto })
  @ApiProblems(UNKNOWN)
  test(@Owner() owner: string, @Param('id') id: string): Promise<NotifiedDto> {
    return this.redelivery.test(owner, id);
  }

  @Post(':id/redeliver')
  @HttpCode(202)
  @SubscriptionId()
  @ApiOperation({
    summary: 'Send again all that was not delivered since a time, with the same ids and bodies',
    description:
      'What was cancelled because its request was deleted stays so; send it again one by one, by its `delivery_id`.',
  })
  @ApiAcceptedResponse({ type: RedeliveredDto })
  @ApiProblems({
    invalid_parameter: 'since must be an ISO 8601 time such as 2026-03-01T00:00:00Z.',
    ...JSON_PROBLEMS,
    subscription_disabled: ENABLE_FIRST,
    ...UNKNOWN,
  })
  redeliver(
    @Owner() owner: string,
    @Param('id') id: string,
    @Body() { since }: RedeliverSinceBody,
  ): Promise<RedeliveredDto> {
    return this.redelivery.redeliverSince(owner, id, since);
  }
}
