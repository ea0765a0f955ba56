import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import { AsBoolean } from '../../../common/settings';
import { LONGEST_WEBHOOK_URL } from '../../../webhooks';
import { CompressionFieldsDto, OneOf } from '../../compression-fields.dto';
import { ON_INVALID, type OnInvalid } from '../../request.entity';

/** The form of an upload, beside the file itself (docs/contract.md, 1.1). Empty fields do not come this far. */
export class UploadFieldsDto extends CompressionFieldsDto {
  @ApiPropertyOptional({
    type: String,
    format: 'uri',
    maxLength: LONGEST_WEBHOOK_URL,
    example: 'https://shop.example.com/hooks/images',
    description: 'Told when the request finishes',
  })
  @IsOptional()
  @IsString({ message: 'webhook_url must be an http(s) URL' })
  @MaxLength(LONGEST_WEBHOOK_URL, {
    message: `webhook_url must have at most ${LONGEST_WEBHOOK_URL} characters`,
  })
  webhook_url?: string;

  @ApiPropertyOptional({
    enum: ON_INVALID,
    default: 'reject',
    description: '`reject` the file, or `skip` the bad rows and list them',
  })
  @OneOf('on_invalid', ON_INVALID, 'reject')
  on_invalid: OnInvalid = 'reject';

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Only the validation report, nothing stored',
  })
  @IsOptional()
  @AsBoolean()
  @IsBoolean({ message: 'validate_only must be true or false' })
  validate_only: boolean = false;
}

/** The same fields with the file, for the documentation. */
export class UploadFormDto extends UploadFieldsDto {
  @ApiProperty({ type: 'string', format: 'binary', description: 'The CSV, or a tab-separated file' })
  file!: unknown;

  // Swagger UI sends what it fills in by itself: sides of one pixel, and webhooks to a stranger.
  @ApiPropertyOptional({ example: '' }) declare max_width?: number;
  @ApiPropertyOptional({ example: '' }) declare max_height?: number;
  @ApiPropertyOptional({ example: '' }) declare webhook_url?: string;
}
