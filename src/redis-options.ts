import type { RedisOptions } from 'ioredis';

/** The longest wait between two tries to reach Redis again, so that work goes on soon after it is back. */
const LONGEST_RETRY_MS = 2_000;

/** What ioredis is to do after it connected anew: send the command again that failed. */
const RESEND = 2;

/** Bull's longest command waits five seconds for a job: when nothing comes for longer, the server vanished. */
const READ_TIMEOUT_MS = 30_000;

/** How Bull and the rate limiter reach the Redis of a URL. */
export function redisOptions(redisUrl: string): RedisOptions {
  const { protocol, hostname, port, username, password, pathname } = new URL(redisUrl);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 6_379),
    username: decodeURIComponent(username) || undefined,
    password: decodeURIComponent(password) || undefined,
    db: Number(pathname.slice(1) || 0),
    ...(protocol === 'rediss:' && { tls: {} }),
    keepAlive: 10_000,
    socketTimeout: READ_TIMEOUT_MS,
    // A primary that became a replica stays there and takes nothing: the address may lead to the new one by now.
    reconnectOnError: error => (error.message.startsWith('READONLY') ? RESEND : false),
    retryStrategy: attempt => Math.min(attempt * 100, LONGEST_RETRY_MS),
  };
}
