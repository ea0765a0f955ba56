import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { EXAMPLE_ID } from '../../../common/example-ids';
import { Cursor, Limit, PAGE, UUID_CURSOR } from '../../../common/http';
import { LOG_STATUSES, LOG_STEPS, type LogStatus, type LogStep } from '../../processing-log.entity';

export class LogsQuery {
  @Limit() limit: number = PAGE.default;

  @Cursor(UUID_CURSOR) cursor?: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Where its URL came before in the request, the lines are those of that image',
  })
  @IsOptional()
  @IsUUID(undefined, { message: 'image_id must be the id of an image' })
  image_id?: string;

  @ApiPropertyOptional({ enum: LOG_STEPS })
  @IsOptional()
  @IsIn([...LOG_STEPS], { message: `step must be one of ${LOG_STEPS.join(', ')}` })
  step?: LogStep;

  @ApiPropertyOptional({ enum: LOG_STATUSES })
  @IsOptional()
  @IsIn([...LOG_STATUSES], { message: `status must be one of ${LOG_STATUSES.join(', ')}` })
  status?: LogStatus;
}

export class LogDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) log_id!: string;
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) request_id!: string;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: EXAMPLE_ID,
    description: 'Null for a step of the whole request',
  })
  image_id!: string | null;
  @ApiProperty({ enum: LOG_STEPS, example: 'download' }) step!: LogStep;
  @ApiProperty({ enum: LOG_STATUSES, example: 'success' }) status!: LogStatus;
  @ApiProperty({ example: 'Downloaded 182113 bytes' }) message!: string;
  @ApiProperty({ type: String, format: 'date-time', example: '2026-03-01T12:00:01.000Z' }) timestamp!: string;
}

export class LogsDto {
  @ApiProperty({ type: [LogDto], description: 'Oldest first' }) logs!: LogDto[];
  @ApiProperty({ type: String, nullable: true, example: null, description: 'For the next page' })
  next_cursor!: string | null;
}
