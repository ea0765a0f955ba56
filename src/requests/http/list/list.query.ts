import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { Cursor, Limit, PAGE, UUID_CURSOR } from '../../../common/http';
import { WORK_STATUSES, type WorkStatus } from '../../tally';

export class RequestListQuery {
  @Limit() limit: number = PAGE.default;

  @Cursor(UUID_CURSOR) cursor?: string;

  @ApiPropertyOptional({ enum: WORK_STATUSES })
  @IsOptional()
  @IsIn([...WORK_STATUSES], { message: `status must be one of ${WORK_STATUSES.join(', ')}` })
  status?: WorkStatus;
}
