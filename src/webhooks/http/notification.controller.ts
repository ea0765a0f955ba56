import { Body, Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Owner } from '../../common/auth';
import { SigningSecrets } from '../secrets';
import { ApiProblems, JSON_PROBLEMS } from '../../common/errors';
import { NotifiedDto, NotifyBody, SecretDto } from './notification.dto';
import { Redelivery } from './redelivery';

/** The calls about the `webhook_url` of a request. */
@ApiTags('Webhooks')
@Controller()
export class NotificationController {
  constructor(
    private readonly redelivery: Redelivery,
    private readonly secrets: SigningSecrets,
  ) {}

  @Post(['api/webhook', 'webhook'])
  @HttpCode(202)
  @ApiOperation({ summary: 'Send the notification of a finished request to its webhook_url again' })
  @ApiAcceptedResponse({ type: NotifiedDto })
  @ApiProblems({
    invalid_parameter: 'request_id must be a string.',
    ...JSON_PROBLEMS,
    request_not_found: 'Request ID not found',
    request_unfinished: 'The request has not finished yet; its webhook is sent when it has.',
    no_webhook_url: 'The request was uploaded without a webhook_url.',
  })
  notify(@Owner() owner: string, @Body() { request_id }: NotifyBody): Promise<NotifiedDto> {
    return this.redelivery.notify(owner, request_id);
  }

  @Get('api/webhooks/secret')
  @ApiProblems({})
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The secret that signs what is sent to your webhook_url' })
  @ApiOkResponse({ type: SecretDto })
  async secret(@Owner() owner: string): Promise<SecretDto> {
    return { secret: await this.secrets.ofOwner(owner) };
  }
}
