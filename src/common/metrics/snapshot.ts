/** How long a scrape may wait for the facts behind its gauges. */
const TIMEOUT_MS = 2_000;

/**
 * What several gauges show comes from one reading, which all scrapes share for a while, so that no number of
 * scrapers costs more than one. @returns null where it could not be read in time
 */
export class Snapshot<T> {
  private reading: { at: number; facts: Promise<T | null> } | null = null;

  constructor(
    private readonly read: () => Promise<T>,
    private readonly maxAgeMs: number,
  ) {}

  get(): Promise<T | null> {
    const now = performance.now();
    if (!this.reading || now - this.reading.at > this.maxAgeMs) {
      this.reading = { at: now, facts: inTime(this.read()) };
    }
    return this.reading.facts;
  }
}

/** A scrape brings what it can: a database that is away must not hide the metrics that show it. */
async function inTime<T>(facts: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<null>(resolve => {
    timer = setTimeout(() => resolve(null), TIMEOUT_MS);
  });
  try {
    return await Promise.race([facts.catch(() => null), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
