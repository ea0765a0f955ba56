import { IsInt, Max, Min } from 'class-validator';
import { AsNumber } from '../common/settings';
import { CONCURRENT_COMPRESSIONS } from '../thread-pool.settings';

export class ImageSettings {
  /** The number of images that a process works on at the same time; most of them wait for the network. */
  @AsNumber() @IsInt() @Min(1) @Max(1_000) DOWNLOAD_CONCURRENCY = 64;

  /** The number of compressions at the same time in a process. */
  @AsNumber() @IsInt() @Min(1) @Max(256) COMPRESS_CONCURRENCY = CONCURRENT_COMPRESSIONS;

  /** The memory for bodies that wait and pictures that are decoded, in MiB. */
  @AsNumber() @IsInt() @Min(64) IMAGE_MEMORY_MB = 512;

  /** The largest picture, in pixels of all frames together. */
  @AsNumber() @IsInt() @Min(1) MAX_IMAGE_PIXELS = 100_000_000;

  @AsNumber() @IsInt() @Min(1) MAX_FRAMES = 500;

  /** The number of attempts at an image before a transient failure is final. */
  @AsNumber() @IsInt() @Min(1) @Max(100) IMAGE_ATTEMPTS = 4;

  /** How long a host may let nothing through before its images are given up, in milliseconds. */
  @AsNumber() @IsInt() @Min(0) ORIGIN_PATIENCE_MS = 3_600_000;
}
