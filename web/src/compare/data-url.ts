import type { Preview } from '../api/types';

/** The address of a picture that came inside an answer. */
export function dataUrl({ media_type, data }: NonNullable<Preview['before']>): string {
  return `data:${media_type};base64,${data}`;
}
