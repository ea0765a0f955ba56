import type { Queue } from 'bull';

/** Throws while Redis is away: the client would keep a command until it is back, and a stop would wait for it. */
export function assertConnected({ client: { status } }: Queue): void {
  if (status !== 'ready') throw new Error(`Redis is away: ${status}`);
}
