import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long a connection that is opened while the others are being ended may take for its first call. */
const FIRST_CALL_WITHIN_MS = 1_000;

/**
 * The connections of a server, so that it can be stopped in bounded time: Node's `close` waits for a call however long
 * it takes, and forever for a connection that never makes one, as browsers open them in advance.
 */
export class OpenConnections {
  /** Each connection with the answer that is under way on it. */
  private readonly answers = new Map<Socket, ServerResponse | null>();
  private isEnding = false;
  private isOver = false;

  constructor(private readonly server: Server) {
    server.on('connection', (socket: Socket) => this.add(socket));
    server.prependListener('request', ({ socket }, response) => this.begin(socket, response));
  }

  /** Ends connections without a call now, and each of the others after its answer or when the time is up. */
  end(withinMs: number): void {
    this.isEnding = true;
    for (const [socket, answer] of this.answers) {
      if (answer) askToClose(answer);
      else socket.destroy();
    }
    setTimeout(() => this.cutOff(), withinMs).unref();
  }

  private cutOff(): void {
    this.isOver = true;
    this.server.closeAllConnections();
  }

  private add(socket: Socket): void {
    if (this.isOver) return void socket.destroy();
    this.answers.set(socket, null);
    socket.once('close', () => this.answers.delete(socket));
    if (this.isEnding) setTimeout(() => this.endIdle(socket), FIRST_CALL_WITHIN_MS).unref();
  }

  private begin(socket: Socket, answer: ServerResponse): void {
    this.answers.set(socket, answer);
    if (this.isEnding) askToClose(answer);
    answer.once('close', () => {
      // A client may send the next call before it has the answer to the one before.
      if (this.answers.get(socket) === answer) this.answers.set(socket, null);
      if (this.isEnding) this.endIdle(socket);
    });
  }

  private endIdle(socket: Socket): void {
    if (!this.answers.get(socket)) socket.destroy();
  }
}

function askToClose(answer: ServerResponse): void {
  if (!answer.headersSent) answer.setHeader('Connection', 'close');
}
