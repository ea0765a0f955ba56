/** The most deliveries under way to a receiver of which nothing good is known. */
export const SMALLEST_WINDOW = 4;

/** The largest window, a quarter of the default concurrency: a fast receiver that turns slow cannot take all of it. */
export const LARGEST_WINDOW = 128;

/** The time beyond which an answer shrinks the window. */
const SLOW_MS = 1_000;

/**
 * The number of deliveries that may be under way to each receiver: few to start with, one more for each quick answer,
 * half for each slow one. So ten thousand messages to a fast receiver flow, while a slow one holds SMALLEST_WINDOW
 * of all slots, however much waits for it.
 */
export class ReceiverWindows {
  /** The windows that are larger than the smallest. */
  private readonly windows = new Map<string, number>();

  answered(receiver: string, latencyMs: number): void {
    const window = this.windows.get(receiver) ?? SMALLEST_WINDOW;
    const next = latencyMs < SLOW_MS ? Math.min(LARGEST_WINDOW, window + 1) : Math.floor(window / 2);
    this.windows.delete(receiver);
    if (next > SMALLEST_WINDOW) this.windows.set(receiver, next);
    this.forgetOldest();
  }

  /** The receivers that may have more than SMALLEST_WINDOW, with their windows. */
  larger(): [receiver: string, window: number][] {
    return [...this.windows];
  }

  /** Forgets the receiver that answered longest ago, which starts small again. */
  private forgetOldest(): void {
    const [oldest] = this.windows.keys();
    if (oldest !== undefined && this.windows.size > REMEMBERED) this.windows.delete(oldest);
  }
}

const REMEMBERED = 1_000;
