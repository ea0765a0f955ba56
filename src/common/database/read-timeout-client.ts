import { type Socket } from 'node:net';
import { Client, type ClientConfig } from 'pg';

/**
 * Makes a Postgres client that hangs up when an answer is due and nothing comes for `timeoutMs`. A server that vanished
 * without a word says nothing of it, and TCP takes a quarter of an hour, or for ever, to find out. pg's own
 * `query_timeout` puts the connection back into the pool, where the next query waits behind the lost one.
 */
export function clientWithReadTimeout(timeoutMs: number): typeof Client {
  return class extends Client {
    constructor(config?: string | ClientConfig) {
      super(config);
      this.once('connect', () =>
        this.socket.on('timeout', () => this.socket.destroy(readTimeout(timeoutMs))),
      );
      // A connection without a query may be silent for as long as it likes.
      this.on('drain', () => this.socket.setTimeout(0));
    }

    /** All overloads go on as they are. */
    override query(...args: never[]): never {
      this.socket.setTimeout(timeoutMs);
      return (super.query as (...all: never[]) => never).call(this, ...args);
    }

    private get socket(): Socket {
      // pg documents it as part of its `Connection`, which its types leave out of the client.
      return (this as unknown as { connection: { stream: Socket } }).connection.stream;
    }
  };
}

function readTimeout(timeoutMs: number): Error {
  return Object.assign(new Error(`Postgres said nothing for ${timeoutMs} ms`), { code: 'ETIMEDOUT' });
}
