import type { ImageHeader } from '../compress/image-header';

/** An encoder holds the picture again in its own form, or in rows and tables that come to about as much. */
const COPIES = 2;

/** About how much memory compressing this picture takes, in bytes. */
export function decodedBytes({ pixels, colour, hasAlpha, depth }: ImageHeader): number {
  const channels = (colour === 'grey' ? 1 : colour === 'cmyk' ? 4 : 3) + (hasAlpha ? 1 : 0);
  return pixels * channels * (depth === 16 ? 2 : 1) * COPIES;
}
