import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

export class StatusQuery {
  @ApiPropertyOptional({ enum: ['products'], description: 'Adds the first 100 products' })
  @IsOptional()
  @IsIn(['products'], { message: 'include must be products' })
  include?: 'products';
}
