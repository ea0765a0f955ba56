import { IsInt, Max, Min } from 'class-validator';
import { AsNumber } from '../../common/settings';

export class FetchSettings {
  /** The largest image that is fetched, in bytes after decoding its `Content-Encoding`. */
  @AsNumber() @IsInt() @Min(1) @Max(2_000_000_000) MAX_IMAGE_BYTES = 50 * 1024 * 1024;

  /**
   * How long one download with its redirects may take, in milliseconds; waits for a turn or for memory do not count.
   */
  @AsNumber() @IsInt() @Min(1) @Max(3_600_000) DOWNLOAD_TIMEOUT_MS = 30_000;

  /** The most downloads from one host at the same time, in one process. */
  @AsNumber() @IsInt() @Min(1) @Max(1_000) DOWNLOADS_PER_HOST = 32;
}
