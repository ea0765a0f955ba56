import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsString, ValidateIf, ValidateNested } from 'class-validator';
import { EXAMPLE_ID } from '../../common/example-ids';

export class EngineErrorDto {
  @ApiPropertyOptional({ type: String, nullable: true, example: 'unsupported_format' })
  @IsOptional()
  @IsString()
  code?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'HEIC pictures are not supported' })
  @IsOptional()
  @IsString()
  message?: string | null;
}

/** A callback of an image service about a job. Further fields are allowed and not read. */
export class EngineCallbackDto {
  @ApiProperty({
    example: `${EXAMPLE_ID}:1`,
    description: 'As it was handed out; one that is unknown, late or repeated changes nothing',
  })
  @IsString()
  job_id!: string;

  @ApiProperty({ enum: ['completed', 'failed'] })
  @IsIn(['completed', 'failed'])
  status!: 'completed' | 'failed';

  @ApiPropertyOptional({
    format: 'uri',
    example: 'https://images.internal/results/shoe.webp',
    description: 'With `completed`: where the result can be fetched',
  })
  @ValidateIf((callback: EngineCallbackDto) => callback.status === 'completed')
  @IsString()
  output_image_url?: string;

  @ApiPropertyOptional({ type: EngineErrorDto, description: 'With `failed`: shown to the client' })
  @ValidateIf((callback: EngineCallbackDto) => callback.status === 'failed' && callback.error != null)
  @ValidateNested()
  @Type(() => EngineErrorDto)
  error?: EngineErrorDto | null;
}
