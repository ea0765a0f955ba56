/** Lets at most `count` in at a time; the others wait in the order they came. */
export class Semaphore {
  private taken = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private count: number) {}

  get limit(): number {
    return this.count;
  }

  get idle(): boolean {
    return this.taken === 0 && this.waiting.size === 0;
  }

  /** How many could be taken without waiting. */
  get free(): number {
    return Math.max(0, this.count - this.taken);
  }

  /** Resolves to the function that gives the slot back (once, however often it is called). */
  async acquire(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.taken >= this.count) await this.turn(signal);
    else this.taken++;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.release();
    };
  }

  /** More or fewer from now on; who has a slot keeps it. */
  resize(count: number): void {
    this.count = count;
    while (this.taken < this.count && this.waiting.size > 0) {
      this.taken++;
      this.release();
    }
  }

  /** A slot is handed on without becoming free in between, so that nobody overtakes. */
  private release(): void {
    const [next] = this.waiting;
    if (!next || this.taken > this.count) this.taken--;
    else {
      this.waiting.delete(next);
      next();
    }
  }

  private turn(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.waiting.delete(go);
        reject(signal?.reason as Error);
      };
      const go = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.waiting.add(go);
    });
  }
}
