interface Turn {
  bytes: number;
  start: () => void;
}

/**
 * Lets few pictures into compression: so many at a time, and so many decoded bytes together. Requests take
 * turns, so that a few pictures behind thousands of another request do not wait for them. A picture larger than
 * the whole budget gets in when it has it for itself.
 */
export class CompressionGate {
  private readonly queues = new Map<string, Turn[]>();
  private running = 0;
  private usedBytes = 0;

  constructor(
    private readonly concurrency: number,
    private readonly memoryBytes: number,
  ) {}

  async run<T>(requestId: string, bytes: number, task: () => Promise<T>): Promise<T> {
    await new Promise<void>(start => {
      const queue = this.queues.get(requestId);
      if (queue) queue.push({ bytes, start });
      else this.queues.set(requestId, [{ bytes, start }]);
      this.admit();
    });
    try {
      return await task();
    } finally {
      this.running--;
      this.usedBytes -= bytes;
      this.admit();
    }
  }

  private admit(): void {
    while (this.running < this.concurrency) {
      const [next] = this.queues;
      if (!next) return;
      const [requestId, queue] = next;
      const turn = queue[0];
      // Whoever is next waits for enough memory, and nobody overtakes: else a large picture would never get in.
      if (!turn || (this.running > 0 && this.usedBytes + turn.bytes > this.memoryBytes)) return;
      queue.shift();
      // A map keeps the order of insertion: the request goes behind all others.
      this.queues.delete(requestId);
      if (queue.length > 0) this.queues.set(requestId, queue);
      this.running++;
      this.usedBytes += turn.bytes;
      turn.start();
    }
  }
}
