import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import {
  type CompressionOptions,
  type Effort,
  EFFORTS,
  OUTPUT_FORMATS,
  type OutputFormat,
} from './compression-options';

/** Reads a number: a form has text where JSON has numbers, and JSON may have null where a form has nothing. */
const WholeNumber = (name: string, min: number, max: number, absent?: number) => {
  const message = `${name} must be a whole number from ${min} to ${max}`;
  return applyDecorators(
    IsOptional(),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : (value ?? absent),
    ),
    IsInt({ message }),
    Min(min, { message }),
    Max(max, { message }),
  );
};

/** Reads a field in which null counts as absent, too. */
export const OneOf = (name: string, values: readonly string[], absent: string) =>
  applyDecorators(
    IsOptional(),
    Transform(({ value }: { value: unknown }) => value ?? absent),
    IsIn([...values], { message: `${name} must be one of ${values.join(', ')}` }),
  );

const LARGEST_SIDE = 100_000;

const AS_IT_IS =
  'An APNG, an AVIF sequence, an animated WebP that its EXIF puts on its side, a GIF that leaves parts of its canvas open without a transparent colour, and an AVIF or PNG in HDR or BT.2020 colours keep their format and size';

const LargestSide = (name: string) =>
  applyDecorators(
    ApiPropertyOptional({
      type: Number,
      minimum: 1,
      maximum: LARGEST_SIDE,
      description: `Shrink to fit, never enlarge. ${AS_IT_IS}`,
    }),
    WholeNumber(name, 1, LARGEST_SIDE),
  );

/** The options for compressing images, as clients send them (docs/contract.md, 1.1). */
export class CompressionFieldsDto {
  @ApiPropertyOptional({
    minimum: 1,
    maximum: 100,
    default: 50,
    description:
      "The encoder's setting, not a share of the bytes. PNG and GIF: a reduced palette, 100 = lossless",
  })
  @WholeNumber('quality', 1, 100, 50)
  quality: number = 50;

  @ApiPropertyOptional({ enum: OUTPUT_FORMATS, default: 'keep', description: AS_IT_IS })
  @OneOf('format', OUTPUT_FORMATS, 'keep')
  format: OutputFormat = 'keep';

  @ApiPropertyOptional({ enum: EFFORTS, default: 'balanced', description: 'How much CPU to spend on size' })
  @OneOf('effort', EFFORTS, 'balanced')
  effort: Effort = 'balanced';

  @LargestSide('max_width')
  max_width?: number;

  @LargestSide('max_height')
  max_height?: number;
}

export function compressionOptions(fields: CompressionFieldsDto): CompressionOptions {
  const { quality, format, effort, max_width: maxWidth = null, max_height: maxHeight = null } = fields;
  return { quality, format, effort, maxWidth, maxHeight };
}
