import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import { AsBoolean } from '../../../common/settings';

export class DownloadQuery {
  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'What there is so far, while it still runs',
  })
  @IsOptional()
  @AsBoolean()
  @IsBoolean({ message: 'partial must be true or false' })
  partial = false;
}
