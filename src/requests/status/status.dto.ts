import { ApiProperty } from '@nestjs/swagger';
import { EXAMPLE_ID } from '../../common/example-ids';
import { EFFORTS, type Effort, OUTPUT_FORMATS, type OutputFormat } from '../compression-options';
import { ON_INVALID, type OnInvalid } from '../request.entity';
import { WORK_STATUSES, type WorkStatus } from '../tally';

const url = (path: string) => `https://images.example.com/api/${path}`;

export class CountsDto {
  @ApiProperty({ example: 4 }) total!: number;
  @ApiProperty({ example: 1 }) pending!: number;
  @ApiProperty({ example: 1 }) processing!: number;
  @ApiProperty({ example: 1 }) completed!: number;
  @ApiProperty({ example: 1 }) failed!: number;
  @ApiProperty({ example: 0 }) cancelled!: number;
}

export class BytesDto {
  @ApiProperty({ format: 'int64', example: 1_482_113, description: 'Sum of the originals, in bytes' })
  input!: number;
  @ApiProperty({ format: 'int64', example: 402_377, description: 'Sum of the results, in bytes' })
  output!: number;
  @ApiProperty({ format: 'double', example: 72.9, description: '0 while nothing is done' })
  saved_percent!: number;
}

export class FailureCountDto {
  @ApiProperty({ example: 'http_status' }) code!: string;
  @ApiProperty({ example: 2 }) count!: number;
}

export class WaitingHostDto {
  @ApiProperty({ example: 'img.example.com:443', description: 'A host that asked us to slow down' })
  host!: string;
  @ApiProperty({ type: String, format: 'date-time', example: '2026-03-01T12:00:30.000Z' }) until!: string;
  @ApiProperty({
    example: 180,
    description:
      'Different images of this request that wait for it: a URL that occurs again is counted once, or once more per hundred times',
  })
  images!: number;
}

export class OptionsDto {
  @ApiProperty({ example: 50, minimum: 1, maximum: 100 }) quality!: number;
  @ApiProperty({ enum: OUTPUT_FORMATS, example: 'keep' }) format!: OutputFormat;
  @ApiProperty({ enum: EFFORTS, example: 'balanced' }) effort!: Effort;
  @ApiProperty({ type: Number, nullable: true, example: null }) max_width!: number | null;
  @ApiProperty({ type: Number, nullable: true, example: null }) max_height!: number | null;
  @ApiProperty({ enum: ON_INVALID, example: 'reject' }) on_invalid!: OnInvalid;
}

const time = (example: string | null, description: string) =>
  ApiProperty({ type: String, format: 'date-time', nullable: true, example, description });
const link = (example: string | null, description: string) =>
  ApiProperty({ type: String, format: 'uri', nullable: true, example, description });

/** State, progress and counts of a request (docs/contract.md, 1.2). Also the `data` of its webhooks. */
export class RequestStatusDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) request_id!: string;
  @ApiProperty({
    enum: WORK_STATUSES,
    example: 'processing',
    description: '`completed` as soon as one image succeeded: look at `image_counts.failed`',
  })
  status!: WorkStatus;
  @ApiProperty({ example: 1, description: 'Counts the retries' }) run!: number;
  @ApiProperty({ format: 'double', example: 0.5, description: 'Finished images over all, 0 to 1' })
  progress!: number;
  @ApiProperty({ example: 'catalogue.csv' }) filename!: string;
  @ApiProperty({ type: OptionsDto }) options!: OptionsDto;
  @ApiProperty({ example: 2 }) total_products!: number;
  @ApiProperty({ example: 1, description: 'Products that are `completed`' }) processed_products!: number;
  @ApiProperty({ example: 0 }) skipped_rows!: number;
  @ApiProperty({ type: CountsDto }) product_counts!: CountsDto;
  @ApiProperty({ type: CountsDto }) image_counts!: CountsDto;
  @ApiProperty({ type: BytesDto }) bytes!: BytesDto;
  @ApiProperty({ type: [FailureCountDto] }) failures!: FailureCountDto[];
  @ApiProperty({
    type: [WaitingHostDto],
    description: 'At most a hundred, those with most images first; of a large request as of some seconds ago',
  })
  waiting!: WaitingHostDto[];
  @link('https://shop.example.com/hooks/images', 'Told when the request finishes') webhook_url!:
    string | null;
  @ApiProperty({ example: false, description: 'A first attempt for this run was made' })
  webhook_triggered!: boolean;
  @ApiProperty({ type: String, format: 'date-time', example: '2026-03-01T12:00:00.000Z' })
  created_at!: string;
  @time('2026-03-01T12:00:01.000Z', 'When this run began') started_at!: string | null;
  @time(null, 'When it finished, whichever way') completed_at!: string | null;
  @ApiProperty({ type: String, format: 'date-time', example: '2026-03-01T12:00:05.000Z' })
  updated_at!: string;
  @time(null, 'When a cancel was asked for') cancel_requested_at!: string | null;
  @time(null, 'When it will be deleted; null while nothing is deleted by age') expires_at!: string | null;
  @ApiProperty({
    type: Number,
    nullable: true,
    example: 12,
    description: 'At the speed so far; null where that tells nothing, as in a later run',
  })
  eta_seconds!: number | null;
  @ApiProperty({ format: 'uri', example: url(`status/${EXAMPLE_ID}`) }) status_url!: string;
  @ApiProperty({ format: 'uri', example: url(`details/${EXAMPLE_ID}`) }) details_url!: string;
  @ApiProperty({ format: 'uri', example: url(`events/${EXAMPLE_ID}`) }) events_url!: string;
  @link(null, 'Once finished') output_csv_url!: string | null;
  @link(url(`download/${EXAMPLE_ID}/failed`), 'When there are rejects') failed_csv_url!: string | null;
  @link(null, 'Once finished') archive_url!: string | null;
}
