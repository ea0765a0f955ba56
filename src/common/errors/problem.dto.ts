import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CSV_PROBLEM_CODES, type CsvProblemCode } from './csv-problem-codes';
import { ERRORS, type ErrorCode } from './error-codes';

export class CsvProblemDto {
  @ApiProperty({ type: Number, nullable: true, example: 3, description: 'Data row, counted from 1' }) row!:
    number | null;
  @ApiProperty({ type: Number, nullable: true, example: 4, description: 'Line in the file' }) line!:
    number | null;
  @ApiProperty({ type: String, nullable: true, example: 'Product Name' }) column!: string | null;
  @ApiProperty({ enum: CSV_PROBLEM_CODES, example: 'empty_product_name' }) code!: CsvProblemCode;
  @ApiProperty({ example: 'Product Name is empty' }) message!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'What is wrong, cut to 200 characters',
  })
  value!: string | null;
}

/** Problem details (RFC 9457), with the members that Darkroom adds to them. */
export class ProblemDto {
  @ApiProperty({ example: 'about:blank' }) type!: string;
  @ApiProperty({ example: 'The file has problems' }) title!: string;
  @ApiProperty({ example: 422 }) status!: number;
  @ApiProperty({ example: 'Row 3 (line 4): Product Name is empty.' }) detail!: string;
  @ApiPropertyOptional({ example: '/api/upload', description: 'Where the URL of the call could be read' })
  instance?: string;
  @ApiProperty({ enum: Object.keys(ERRORS), example: 'invalid_catalogue' }) code!: ErrorCode;
  @ApiProperty({ example: 'Row 3 (line 4): Product Name is empty.', description: 'A copy of `detail`' })
  error!: string;
  @ApiPropertyOptional({ type: [CsvProblemDto], description: 'What is wrong with the CSV: the first 1,000' })
  errors?: CsvProblemDto[];
  @ApiPropertyOptional({ example: 1, description: 'How many problems the CSV has in all' })
  total_errors?: number;
}
