import type { Terminal } from './progress';

/** Where a command writes: results to `out`, everything that is for people only to `err`. */
export interface Console {
  out: Pick<Terminal, 'write'>;
  err: Terminal;
}
