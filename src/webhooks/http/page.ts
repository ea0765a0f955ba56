import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';

const LARGEST_PAGE = 1_000;

/** Which part of a list, newest first. */
export class PageQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: LARGEST_PAGE, default: 100 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(LARGEST_PAGE)
  limit = 100;

  @ApiPropertyOptional({ description: '`next_cursor` of the page before', format: 'uuid' })
  @IsOptional()
  @IsUUID(undefined, { message: 'cursor must be a next_cursor of an earlier page' })
  cursor?: string;
}

/** A page of a list that was read with one row more than asked for, and the cursor of the next page, if any. */
export function pageOf<T extends { id: string }>(
  rows: T[],
  limit: number,
): { rows: T[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
