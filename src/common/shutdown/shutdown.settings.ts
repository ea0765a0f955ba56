import { IsInt, Max, Min } from 'class-validator';
import { AsNumber } from '../settings';

export class ShutdownSettings {
  /** How long work under way may take after SIGTERM, in milliseconds. */
  @AsNumber() @IsInt() @Min(0) @Max(3_600_000) SHUTDOWN_GRACE_MS = 30_000;
}
