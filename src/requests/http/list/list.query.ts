import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { Cursor, Limit, PAGE, UUID_CURSOR } from '../../../common/http';
import { RequestStatusDto } from '../../status/status.dto';
import { WORK_STATUSES, type WorkStatus } from '../../tally';

export class RequestListQuery {
  @Limit() limit: number = PAGE.default;

  @Cursor(UUID_CURSOR) cursor?: string;

  @ApiPropertyOptional({ enum: WORK_STATUSES })
  @IsOptional()
  @IsIn([...WORK_STATUSES], { message: `status must be one of ${WORK_STATUSES.join(', ')}` })
  status?: WorkStatus;
}

export class RequestListDto {
  @ApiProperty({ type: [RequestStatusDto], description: 'Newest first' }) requests!: RequestStatusDto[];
  @ApiProperty({ type: String, nullable: true, example: null, description: 'For the next page' })
  next_cursor!: string | null;
}
