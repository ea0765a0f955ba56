import { IsInt, Max, Min } from 'class-validator';
import { AsNumber } from '../../common/settings';

export class FetchSettings {
  /** Largest image that is fetched, counted decoded, in bytes. */
  @AsNumber() @IsInt() @Min(1) @Max(2_000_000_000) MAX_IMAGE_BYTES = 50 * 1024 * 1024;

  /** For one download with its redirects, waits for a turn or for memory not counted, in milliseconds. */
  @AsNumber() @IsInt() @Min(1) @Max(3_600_000) DOWNLOAD_TIMEOUT_MS = 30_000;

  /** Downloads from one host at the same time, in one process. */
  @AsNumber() @IsInt() @Min(1) @Max(1_000) DOWNLOADS_PER_HOST = 32;
}
