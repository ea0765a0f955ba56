import { ApiProperty } from '@nestjs/swagger';
import { CsvProblemDto } from '../../../common/errors';
import { EXAMPLE_ID } from '../../../common/example-ids';

/** The answer to an accepted upload. */
export class UploadAcceptedDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) request_id!: string;
  @ApiProperty({ enum: ['pending'], example: 'pending' }) status!: 'pending';
  @ApiProperty({ example: 'catalogue.csv' }) filename!: string;
  @ApiProperty({ example: 2 }) total_products!: number;
  @ApiProperty({ example: 4 }) total_images!: number;
  @ApiProperty({ example: 0 }) skipped_rows!: number;
  @ApiProperty({ format: 'uri', example: `https://images.example.com/api/status/${EXAMPLE_ID}` })
  status_url!: string;
  @ApiProperty({ format: 'uri', example: `https://images.example.com/api/details/${EXAMPLE_ID}` })
  details_url!: string;
  @ApiProperty({ format: 'uri', example: `https://images.example.com/api/events/${EXAMPLE_ID}` })
  events_url!: string;
}

/** The answer to `validate_only`. */
export class ValidationReportDto {
  @ApiProperty({ example: false, description: 'Whether an upload with these fields would be taken' })
  valid!: boolean;
  @ApiProperty({ example: 2 }) total_products!: number;
  @ApiProperty({ example: 4 }) total_images!: number;
  @ApiProperty({ example: 1 }) total_errors!: number;
  @ApiProperty({ type: [CsvProblemDto], description: 'The first 1,000' }) errors!: CsvProblemDto[];
  @ApiProperty({ type: [String], example: ['S. No.', 'Product Name', 'Input Image Urls'] })
  columns!: string[];
  @ApiProperty({ type: String, nullable: true, example: ',' }) delimiter!: string | null;
  @ApiProperty({ example: 'utf-8' }) encoding!: string;
}
