import type { OnApplicationShutdown } from '@nestjs/common';
import Redis, { type RedisOptions } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

export const WINDOW_SECONDS = 60;

/** Redis answers in less than a millisecond; a call does not wait long for a Redis that hangs. */
const REDIS_TIMEOUT_MS = 250;

/** The calls that a caller has left. */
export interface Quota {
  isExceeded: boolean;
  remaining: number;
  /** Seconds until the count begins anew. */
  resetSeconds: number;
}

/** Counts calls for all processes in Redis, and in the memory of each process while Redis is away. */
export class RateLimiter implements OnApplicationShutdown {
  private readonly redis: Redis;
  private readonly limiter: RateLimiterRedis;

  constructor(
    /** Calls in a window; 0: no limit. */
    readonly limit: number,
    options: RedisOptions,
  ) {
    this.redis = new Redis({
      ...options,
      lazyConnect: limit === 0,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: REDIS_TIMEOUT_MS,
    });
    // Health shows that Redis is away; the limiter goes on without it.
    this.redis.on('error', () => undefined);
    const common = { points: limit, duration: WINDOW_SECONDS, keyPrefix: 'darkroom:rate' };
    this.limiter = new RateLimiterRedis({
      ...common,
      storeClient: this.redis,
      rejectIfRedisNotReady: true,
      insuranceLimiter: new RateLimiterMemory(common),
    });
  }

  async consume(caller: string, cost: number): Promise<Quota> {
    try {
      return quota(await this.limiter.consume(caller, cost), false);
    } catch (error) {
      if (error instanceof RateLimiterRes) return quota(error, true);
      throw error;
    }
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}

function quota({ remainingPoints, msBeforeNext }: RateLimiterRes, isExceeded: boolean): Quota {
  return {
    isExceeded,
    remaining: Math.max(0, remainingPoints),
    resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1_000)),
  };
}
