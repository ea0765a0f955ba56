import type { Terminal } from './progress';

/** The outputs of a command: results go to `out`, everything that is only for people to `err`. */
export interface Console {
  out: Pick<Terminal, 'write'>;
  err: Terminal;
}
