import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches, MaxLength } from 'class-validator';
import { Cursor, Limit, PAGE } from '../../../common/http';
import { WORK_STATUSES, type WorkStatus } from '../../tally';

/** A whole URL, as long as they may be unless set otherwise. */
const LONGEST_TEXT = 2_048;

export class DetailsQuery {
  @Limit() limit: number = PAGE.default;

  @Cursor(/^\d{1,9}$/) cursor?: string;

  @ApiPropertyOptional({ enum: WORK_STATUSES, description: 'Only products that have an image in this state' })
  @IsOptional()
  @IsIn([...WORK_STATUSES], { message: `status must be one of ${WORK_STATUSES.join(', ')}` })
  status?: WorkStatus;

  @ApiPropertyOptional({
    type: String,
    maxLength: LONGEST_TEXT,
    example: 'shoe',
    description: 'Text in the product name or a URL',
  })
  @IsOptional()
  @Matches(/^\P{Cc}*$/u, { message: 'q must be a text without control characters' })
  @MaxLength(LONGEST_TEXT, { message: `q must have at most ${LONGEST_TEXT} characters` })
  q?: string;
}
