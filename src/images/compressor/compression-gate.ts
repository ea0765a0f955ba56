interface Turn {
  bytes: number;
  start: () => void;
}

/** The most pictures in a row that may have priority; each that goes in its turn earns it for one more. */
const MAX_PRIORITY_CREDIT = 16;

/**
 * Limits how many pictures are compressed at a time, and how many decoded bytes they take together. Requests take
 * turns, and a request with far fewer pictures here than the next one has priority, so that it does not wait for the
 * thousands of another one. A picture larger than the whole budget gets in when it has it for itself.
 */
export class CompressionGate {
  private readonly queues = new Map<string, Turn[]>();
  private running = 0;
  private usedBytes = 0;
  private priorityCredit = MAX_PRIORITY_CREDIT;
  /** The chosen turn, which waits for memory: nobody overtakes it, because a large picture would then never get in. */
  private next: [requestId: string, queue: Turn[]] | null = null;

  constructor(
    private readonly concurrency: number,
    private readonly memoryBytes: number,
  ) {}

  async run<T>(requestId: string, bytes: number, task: () => Promise<T>): Promise<T> {
    const leave = await this.enter(requestId, bytes);
    try {
      return await task();
    } finally {
      leave();
    }
  }

  /** Waits for a turn. Resolves to the function that makes room for the next one; it is to be called once. */
  async enter(requestId: string, bytes: number): Promise<() => void> {
    await new Promise<void>(start => {
      const queue = this.queues.get(requestId);
      if (queue) queue.push({ bytes, start });
      else this.queues.set(requestId, [{ bytes, start }]);
      this.admit();
    });
    return () => {
      this.running--;
      this.usedBytes -= bytes;
      this.admit();
    };
  }

  private admit(): void {
    while (this.running < this.concurrency) {
      this.next ??= this.choose();
      if (!this.next) return;
      const [requestId, queue] = this.next;
      const turn = queue[0];
      if (!turn || (this.running > 0 && this.usedBytes + turn.bytes > this.memoryBytes)) return;
      this.next = null;
      queue.shift();
      // A map keeps the order of insertion, so this puts the request behind all others.
      this.queues.delete(requestId);
      if (queue.length > 0) this.queues.set(requestId, queue);
      this.running++;
      this.usedBytes += turn.bytes;
      turn.start();
    }
  }

  private choose(): [string, Turn[]] | null {
    const [inTurn] = this.queues;
    if (!inTurn) return null;
    let shortest = inTurn;
    for (const other of this.queues) if (other[1].length < shortest[1].length) shortest = other;
    const hasFew = shortest[1].length < inTurn[1].length / 2;
    if (!hasFew || this.priorityCredit === 0) {
      this.priorityCredit = Math.min(MAX_PRIORITY_CREDIT, this.priorityCredit + 1);
      return inTurn;
    }
    this.priorityCredit--;
    return shortest;
  }
}
