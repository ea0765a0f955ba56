import { ApiProperty } from '@nestjs/swagger';
import { EXAMPLE_ID } from '../../../common/example-ids';
import { IMAGE_FAILURES, IMAGE_OUTCOMES, type ImageFailureCode, type ImageOutcome } from '../../../images';
import { RequestStatusDto } from '../../status/status.dto';
import { WORK_STATUSES, type WorkStatus } from '../../tally';

const INPUT = 'https://www.example.com/shoe.jpg';
const OUTPUT = 'https://images.example.com/api/image/shoe-0f3c9a5d7e1b2c4d6f8091a2b3c4d5e6.jpg';

/** The reason why an image failed. */
export class ImageErrorDto {
  @ApiProperty({
    enum: Object.keys(IMAGE_FAILURES),
    example: 'http_status',
    description: Object.entries(IMAGE_FAILURES)
      .map(([code, advice]) => `- \`${code}\`: ${advice}`)
      .join('\n'),
  })
  code!: ImageFailureCode;
  @ApiProperty({ example: 'The server answered 404.' }) message!: string;
  @ApiProperty({ type: Number, nullable: true, example: 404 }) http_status!: number | null;
}

const nullable = (type: typeof Number | typeof String, example: unknown, description?: string) =>
  ApiProperty({ type, nullable: true, example, description });
const text = (format: 'uri' | 'date-time', example: string) =>
  ApiProperty({ type: String, format, nullable: true, example });
const bytes = (example: number) => ApiProperty({ type: Number, format: 'int64', nullable: true, example });

export class ImageDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) image_id!: string;
  @ApiProperty({ example: 1, description: 'Within the product, from 1' }) position!: number;
  @ApiProperty({ format: 'uri', example: INPUT }) input_image_url!: string;
  @text('uri', OUTPUT) output_image_url!: string | null;
  @ApiProperty({ enum: WORK_STATUSES, example: 'completed' }) status!: WorkStatus;
  @ApiProperty({
    enum: IMAGE_OUTCOMES,
    nullable: true,
    example: 'compressed',
    description: '`kept_original` where nothing could be saved',
  })
  outcome!: ImageOutcome | null;
  @ApiProperty({ type: ImageErrorDto, nullable: true, example: null, description: 'Null unless it failed' })
  error!: ImageErrorDto | null;
  @bytes(182_113) bytes_in!: number | null;
  @bytes(61_377) bytes_out!: number | null;
  @nullable(Number, 1_200, 'Of the result, in pixels') width!: number | null;
  @nullable(Number, 900, 'Of the result, in pixels') height!: number | null;
  @nullable(String, 'jpeg', 'Of the result') format!: string | null;
  @ApiProperty({ example: 1, description: 'Attempts made' }) attempts!: number;
  @text('date-time', '2026-03-01T12:00:01.000Z') started_at!: string | null;
  @text('date-time', '2026-03-01T12:00:02.000Z') finished_at!: string | null;
}

export class ProductDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) product_id!: string;
  @ApiProperty({ example: 1, description: 'Data row in the file, from 1' }) row!: number;
  @ApiProperty({ format: 'int64', example: 1, description: 'The row where the file gives none' })
  serial_number!: number;
  @ApiProperty({ example: 'SKU1' }) product_name!: string;
  @ApiProperty({ enum: WORK_STATUSES, example: 'completed' }) status!: WorkStatus;
  @ApiProperty({ type: [String], example: [INPUT] }) input_image_urls!: string[];
  @ApiProperty({
    type: 'array',
    items: { type: 'string', format: 'uri', nullable: true },
    example: [OUTPUT],
    description: 'By position; null where there is none',
  })
  output_image_urls!: (string | null)[];
  @ApiProperty({ type: [ImageDto] }) images!: ImageDto[];
}

/** The status, and a page of products. */
export class RequestDetailsDto extends RequestStatusDto {
  @ApiProperty({ type: [ProductDto] }) products!: ProductDto[];
  @ApiProperty({ type: String, nullable: true, example: null, description: 'For the next page' })
  next_cursor!: string | null;
}
