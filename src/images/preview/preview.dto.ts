import { ApiProperty, OmitType } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { ProblemDto } from '../../common/errors';
import { CompressionFieldsDto } from '../../requests';
import { IMAGE_FORMATS, type ImageFormat } from '../compress';
import { IMAGE_FAILURES, type ImageFailureCode } from '../image-failure';
import { IMAGE_OUTCOMES, type ImageOutcome } from '../image.entity';

const LONGEST_URL = 8_192;
const WHAT_URL = `url must be an http(s) URL of at most ${LONGEST_URL} characters`;
const PHOTO = 'https://www.example.com/shoe.jpg';

/** One image, and how it is to be compressed. */
export class PreviewFieldsDto extends CompressionFieldsDto {
  @ApiProperty({ format: 'uri', maxLength: LONGEST_URL, example: PHOTO, description: 'http or https' })
  @IsString({ message: WHAT_URL })
  @MaxLength(LONGEST_URL, { message: WHAT_URL })
  url!: string;
}

export class OriginalDto {
  @ApiProperty({ example: 1_200, description: 'In pixels, as displayed' }) width!: number;
  @ApiProperty({ example: 900, description: 'In pixels, as displayed' }) height!: number;
  @ApiProperty({ enum: IMAGE_FORMATS, example: 'jpeg' }) format!: ImageFormat;
}

/** A picture to look at: `data:<media_type>;base64,<data>` is its URL. */
export class ShownPictureDto {
  @ApiProperty({ example: 'image/jpeg' }) media_type!: string;
  @ApiProperty({ format: 'byte', example: '/9j/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9…' })
  data!: string;
  @ApiProperty({
    example: true,
    description:
      'The very file. Else a WebP of at most 2,000 × 2,000 pixels that stands for it: browsers show no TIFF, and files over 4 MiB are not sent along',
  })
  is_exact!: boolean;
}

const shown = (of: string) =>
  ApiProperty({
    type: ShownPictureDto,
    nullable: true,
    description: `${of}, to look at. Null where it is too large and nothing can stand for it (a large APNG, say)`,
  });

/**
 * The result that an image would have. The figures are those of the files themselves, even where a stand-in is shown.
 */
export class PreviewDto {
  @ApiProperty({ format: 'uri', example: PHOTO }) url!: string;
  @ApiProperty({
    enum: IMAGE_OUTCOMES,
    example: 'compressed',
    description: '`kept_original` where nothing could be saved',
  })
  outcome!: ImageOutcome;
  @ApiProperty({ format: 'int64', example: 182_113 }) bytes_in!: number;
  @ApiProperty({ format: 'int64', example: 61_377 }) bytes_out!: number;
  @ApiProperty({
    format: 'double',
    example: 66.3,
    description: 'Below zero where a conversion made it larger',
  })
  saved_percent!: number;
  @ApiProperty({ example: 1_200, description: 'Of the result, in pixels' }) width!: number;
  @ApiProperty({ example: 900, description: 'Of the result, in pixels' }) height!: number;
  @ApiProperty({ enum: IMAGE_FORMATS, example: 'jpeg', description: 'Of the result' }) format!: ImageFormat;
  @ApiProperty({ type: OriginalDto }) original!: OriginalDto;
  @shown('The original') before!: ShownPictureDto | null;
  @shown('The result') after!: ShownPictureDto | null;
}

/** The reason why there is no preview: the failure that an image of a request would have. */
export class ImageProblemDto extends OmitType(ProblemDto, ['code', 'errors', 'total_errors'] as const) {
  @ApiProperty({
    enum: Object.keys(IMAGE_FAILURES),
    example: 'http_status',
    description: 'Why the image failed, as in `/api/details/{id}`',
  })
  code!: ImageFailureCode;
  @ApiProperty({
    type: Number,
    nullable: true,
    example: 404,
    description: 'What its server answered',
  })
  http_status!: number | null;
  @ApiProperty({ example: IMAGE_FAILURES.http_status, description: 'What can be done about it' })
  advice!: string;
}
