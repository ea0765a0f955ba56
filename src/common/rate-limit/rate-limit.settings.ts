import { IsInt, Max, Min } from 'class-validator';
import { AsNumber } from '../settings';

export class RateLimitSettings {
  /** Calls a minute for each name of a key, and for each address without a key; 0: no limit. */
  @AsNumber() @IsInt() @Min(0) @Max(1_000_000) RATE_LIMIT_PER_MINUTE = 300;
}
