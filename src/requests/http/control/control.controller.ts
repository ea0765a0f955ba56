import { Controller, Delete, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Owner } from '../../../common/auth';
import { ApiProblems } from '../../../common/errors';
import { unfinishedRequest } from '../../request-errors';
import { RequestStatusDto } from '../../status/status.dto';
import { ControlService } from './control.service';

@ApiTags('Requests')
@ApiParam({ name: 'id', format: 'uuid' })
@Controller('api/requests')
export class ControlController {
  constructor(private readonly control: ControlService) {}

  @Post(':id/cancel')
  @HttpCode(HttpStatus.ACCEPTED)
  @ApiOperation({ summary: 'Cancel: what has not begun becomes `cancelled`, what is under way finishes' })
  @ApiAcceptedResponse({ type: RequestStatusDto })
  @ApiProblems({
    request_not_found: 'Request ID not found',
    request_finished: 'The request has finished: there is nothing to cancel.',
  })
  cancel(@Param('id') id: string, @Owner() owner: string): Promise<RequestStatusDto> {
    return this.control.cancel(owner, id);
  }

  @Post(':id/retry')
  @HttpCode(HttpStatus.ACCEPTED)
  @ApiOperation({ summary: 'Run the failed and cancelled images again, and only those, as a new run' })
  @ApiAcceptedResponse({ type: RequestStatusDto })
  @ApiProblems({
    request_not_found: 'Request ID not found',
    request_unfinished: unfinishedRequest('processing', 'cancel').detail,
    nothing_to_retry: 'No image failed or was cancelled.',
  })
  retry(@Param('id') id: string, @Owner() owner: string): Promise<RequestStatusDto> {
    return this.control.retry(owner, id);
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Delete a finished request with its images; pending webhook deliveries are cancelled',
  })
  @ApiNoContentResponse({ description: 'Gone at once; rows and files follow' })
  @ApiProblems({
    request_not_found: 'Request ID not found',
    request_unfinished: unfinishedRequest('processing', 'cancel').detail,
  })
  delete(@Param('id') id: string, @Owner() owner: string): Promise<void> {
    return this.control.delete(owner, id);
  }
}
