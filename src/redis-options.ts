import type { RedisOptions } from 'ioredis';

/** The longest wait between two tries to reach Redis again, so that work goes on soon after it is back. */
const LONGEST_RETRY_MS = 2_000;

/** How Bull reaches the Redis of a URL. */
export function redisOptions(redisUrl: string): RedisOptions {
  const { protocol, hostname, port, username, password, pathname } = new URL(redisUrl);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 6_379),
    username: decodeURIComponent(username) || undefined,
    password: decodeURIComponent(password) || undefined,
    db: Number(pathname.slice(1) || 0),
    ...(protocol === 'rediss:' && { tls: {} }),
    retryStrategy: attempt => Math.min(attempt * 100, LONGEST_RETRY_MS),
  };
}
