import { ApiProperty } from '@nestjs/swagger';
import { RequestStatusDto } from '../../status/status.dto';

export class RequestListDto {
  @ApiProperty({ type: [RequestStatusDto], description: 'Newest first' }) requests!: RequestStatusDto[];
  @ApiProperty({ type: String, nullable: true, example: null, description: 'For the next page' })
  next_cursor!: string | null;
}
