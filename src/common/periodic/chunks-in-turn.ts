/** What is done in chunks; the id tells it from the others. */
interface Item {
  id: string;
}

interface Round {
  /** A call that is told to stop ends before the next chunk. */
  isStopping: () => boolean;
  /** Hears of a chunk that threw. */
  failed: (error: unknown, id: string) => void;
}

/**
 * Does a chunk of each item in turn until none has more. It asks for the items anew in every round, so that a small one
 * that comes later does not wait for a big one. One whose chunk throws keeps no other from its own: it is left out until
 * the next call.
 * @param nextChunk does one chunk, and tells whether there is more
 */
export async function chunksInTurn<T extends Item>(
  items: () => Promise<T[]>,
  nextChunk: (item: T) => Promise<boolean>,
  { isStopping, failed }: Round,
): Promise<void> {
  const leftOut = new Set<string>();
  let isMore = true;
  while (isMore) {
    isMore = false;
    for (const item of await items()) {
      if (isStopping()) return;
      if (leftOut.has(item.id)) continue;
      try {
        if (await nextChunk(item)) isMore = true;
      } catch (error) {
        leftOut.add(item.id);
        failed(error, item.id);
      }
    }
  }
}
