import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { EFFORTS, type Effort, OUTPUT_FORMATS, type OutputFormat } from '../../compression-options';
import { ON_INVALID, type OnInvalid } from '../../request.entity';

const WholeNumber = (name: string, min: number, max: number) => {
  const message = `${name} must be a whole number from ${min} to ${max}`;
  return applyDecorators(
    IsOptional(),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value,
    ),
    IsInt({ message }),
    Min(min, { message }),
    Max(max, { message }),
  );
};

const OneOf = (name: string, values: readonly string[]) =>
  applyDecorators(
    IsOptional(),
    IsIn([...values], { message: `${name} must be one of ${values.join(', ')}` }),
  );

const LARGEST_SIDE = 100_000;

/** The form of an upload, beside the file itself (CONTRACT.md, 1.1). Empty fields do not come this far. */
export class UploadFieldsDto {
  @ApiPropertyOptional({
    type: String,
    format: 'uri',
    example: 'https://shop.example.com/hooks/images',
    description: 'Told when the request finishes',
  })
  @IsOptional()
  @IsString({ message: 'webhook_url must be an http(s) URL' })
  @MaxLength(2_048, { message: 'webhook_url must have at most 2048 characters' })
  webhook_url?: string;

  @ApiPropertyOptional({
    minimum: 1,
    maximum: 100,
    default: 50,
    description:
      "The encoder's setting, not a share of the bytes. PNG and GIF: a reduced palette, 100 = lossless",
  })
  @WholeNumber('quality', 1, 100)
  quality: number = 50;

  @ApiPropertyOptional({ enum: OUTPUT_FORMATS, default: 'keep' })
  @OneOf('format', OUTPUT_FORMATS)
  format: OutputFormat = 'keep';

  @ApiPropertyOptional({ enum: EFFORTS, default: 'balanced', description: 'How much CPU to spend on size' })
  @OneOf('effort', EFFORTS)
  effort: Effort = 'balanced';

  @ApiPropertyOptional({ type: Number, minimum: 1, description: 'Shrink to fit, never enlarge' })
  @WholeNumber('max_width', 1, LARGEST_SIDE)
  max_width?: number;

  @ApiPropertyOptional({ type: Number, minimum: 1, description: 'Shrink to fit, never enlarge' })
  @WholeNumber('max_height', 1, LARGEST_SIDE)
  max_height?: number;

  @ApiPropertyOptional({
    enum: ON_INVALID,
    default: 'reject',
    description: '`reject` the file, or `skip` the bad rows and list them',
  })
  @OneOf('on_invalid', ON_INVALID)
  on_invalid: OnInvalid = 'reject';

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Only the validation report, nothing stored',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean({ message: 'validate_only must be true or false' })
  validate_only: boolean = false;
}

/** The same with the file, for the documentation. */
export class UploadFormDto extends UploadFieldsDto {
  @ApiProperty({ type: 'string', format: 'binary', description: 'The CSV, or a tab-separated file' })
  file!: unknown;
}
