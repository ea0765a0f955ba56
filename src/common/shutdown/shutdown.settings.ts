import { IsInt, Min } from 'class-validator';
import { AsNumber } from '../settings';

export class ShutdownSettings {
  /** How long work under way may take after SIGTERM, in milliseconds. */
  @AsNumber() @IsInt() @Min(0) SHUTDOWN_GRACE_MS = 30_000;
}
