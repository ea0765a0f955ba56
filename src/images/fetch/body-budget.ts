export interface BodyReservation {
  /** Asks for more memory; resolves when it may be used. @throws the signal's reason */
  grow(bytes: number, signal?: AbortSignal): Promise<void>;
  /** Gives all of it back; harmless when repeated. */
  release(): void;
}

interface Waiter {
  reservation: BodyReservation;
  bytes: number;
  go: () => void;
}

/**
 * The memory, in bytes, that bodies may take together. A reservation that has begun goes before one that has not;
 * otherwise they are served in the order in which they asked. The oldest reservation never waits, even past the budget:
 * so one of them can always be finished and released, and they never all stand still. Together they stay below the
 * budget plus one body.
 */
export class BodyBudget {
  private used = 0;
  /** The reservations in the order in which they were granted, with their bytes. */
  private readonly held = new Map<BodyReservation, number>();
  private readonly growing = new Set<Waiter>();
  private readonly entering = new Set<Waiter>();

  constructor(private readonly limit: number) {}

  get usedBytes(): number {
    return this.used;
  }

  /** Reserves memory, and waits until there is room. @throws the signal's reason */
  async reserve(bytes: number, signal?: AbortSignal): Promise<BodyReservation> {
    const reservation: BodyReservation = {
      grow: (more, growSignal) => this.ask(this.growing, reservation, more, growSignal),
      release: () => this.release(reservation),
    };
    await this.ask(this.entering, reservation, bytes, signal);
    return reservation;
  }

  private ask(
    queue: Set<Waiter>,
    reservation: BodyReservation,
    bytes: number,
    signal?: AbortSignal,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const giveUp = () => {
        queue.delete(waiter);
        this.grantWhatFits();
        reject(signal?.reason as Error);
      };
      const go = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const waiter = { reservation, bytes, go };
      signal?.addEventListener('abort', giveUp, { once: true });
      queue.add(waiter);
      this.grantWhatFits();
    });
  }

  private release(reservation: BodyReservation): void {
    this.used -= this.held.get(reservation) ?? 0;
    this.held.delete(reservation);
    this.grantWhatFits();
  }

  private grantWhatFits(): void {
    const [oldest] = this.held.keys();
    for (const waiter of this.growing) {
      if (waiter.reservation === oldest) this.grant(this.growing, waiter);
    }
    this.grantInOrder(this.growing);
    if (this.growing.size === 0) this.grantInOrder(this.entering);
  }

  private grantInOrder(queue: Set<Waiter>): void {
    for (const waiter of queue) {
      if (this.held.size > 0 && this.used + waiter.bytes > this.limit) return;
      this.grant(queue, waiter);
    }
  }

  private grant(queue: Set<Waiter>, waiter: Waiter): void {
    queue.delete(waiter);
    this.used += waiter.bytes;
    this.held.set(waiter.reservation, (this.held.get(waiter.reservation) ?? 0) + waiter.bytes);
    waiter.go();
  }
}
