import { connect } from 'node:net';
import { LOOPBACK } from './free-port';

/** The stop signals: Redis has nothing to save, and simply ends on SIGTERM. */
export const REDIS_STOP = ['SIGTERM', 'SIGKILL'] as const;

/**
 * Redis is disposable (Postgres has the truth), so it writes nothing to disk; and it never throws a job away
 * to make room, it refuses the new one.
 */
export function redisConfig(port: number, password: string): string {
  return [
    `bind ${LOOPBACK}`,
    `port ${port}`,
    'protected-mode yes',
    `requirepass ${password}`,
    'save ""',
    'appendonly no',
    'maxmemory-policy noeviction',
    'daemonize no',
    '',
  ].join('\n');
}

export function redisUrl(port: number, password: string): string {
  return `redis://:${password}@${LOOPBACK}:${port}/0`;
}

/** Whether Redis lets us in and answers. */
export function redisIsReady(port: number, password: string): Promise<boolean> {
  return new Promise(resolve => {
    let answer = '';
    const socket = connect(port, LOOPBACK, () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on('data', chunk => {
      answer += chunk.toString();
      if (answer.includes('+PONG')) socket.end();
    });
    socket.on('error', () => undefined).on('close', () => resolve(answer.includes('+PONG')));
  });
}
