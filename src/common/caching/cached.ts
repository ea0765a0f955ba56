/** A value that is read once for all who ask within `maxAgeMs`, a failure to read it too. */
export class Cached<T> {
  private latest: { at: number; value: Promise<T> } | null = null;

  constructor(
    private readonly read: () => Promise<T>,
    private readonly maxAgeMs: number,
  ) {}

  get(): Promise<T> {
    const now = performance.now();
    if (!this.latest || now - this.latest.at > this.maxAgeMs) this.latest = { at: now, value: this.read() };
    return this.latest.value;
  }
}
