import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

/** The number of items on a page, by default and at most. */
export const PAGE = { default: 100, max: 1_000 };

/** One page of a list: its items, and the cursor of the next page; null on the last one. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** The query parameter `?limit`. */
export const Limit = () =>
  applyDecorators(
    ApiPropertyOptional({ type: Number, minimum: 1, maximum: PAGE.max, default: PAGE.default }),
    IsOptional(),
    Type(() => Number),
    IsInt({ message: `limit must be a whole number from 1 to ${PAGE.max}` }),
    Min(1, { message: `limit must be a whole number from 1 to ${PAGE.max}` }),
    Max(PAGE.max, { message: `limit must be a whole number from 1 to ${PAGE.max}` }),
  );

/** The cursor of lists that are ordered by id. */
export const UUID_CURSOR = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The query parameter `?cursor`: an opaque token that an earlier page handed out; empty for the first page. */
export const Cursor = (pattern: RegExp) =>
  applyDecorators(
    ApiPropertyOptional({ type: String, description: '`next_cursor` of the page before' }),
    Transform(({ value }: { value: unknown }) => (value === '' ? undefined : value)),
    IsOptional(),
    Matches(pattern, { message: 'cursor must be the next_cursor of an earlier page' }),
  );

/** Makes a page of rows of which one more than the limit was read. */
export function pageOf<T>(rows: T[], limit: number, cursorOf: (last: T) => string): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? cursorOf(last) : null };
}
