import { Cached } from '../caching';

/** How long a scrape may wait for the facts behind its gauges. */
const TIMEOUT_MS = 2_000;

/**
 * The one reading that several gauges show. All scrapes share it for a while, so that any number of scrapers costs no
 * more than one. It is null where the facts could not be read in time.
 */
export class Snapshot<T> extends Cached<T | null> {
  constructor(read: () => Promise<T>, maxAgeMs: number) {
    super(() => inTime(read()), maxAgeMs);
  }
}

/** Gives null instead of an error or a long wait: a database that is away must not hide the metrics that show it. */
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
