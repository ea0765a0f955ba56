import { IsInt, Max, Min } from 'class-validator';
import { AsNumber } from '../settings';

export class RateLimitSettings {
  /** Calls a minute of a key's name, or of an address without a key; 0: no limit. */
  @AsNumber() @IsInt() @Min(0) @Max(1_000_000) RATE_LIMIT_PER_MINUTE = 300;
}
