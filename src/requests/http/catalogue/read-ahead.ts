/** Hands on what `source` yields, which makes the next one meanwhile. */
export async function* readAhead<Item>(source: AsyncGenerator<Item>): AsyncGenerator<Item> {
  let next = source.next();
  try {
    for (;;) {
      const result = await next;
      if (result.done) return;
      next = source.next();
      // Heard of in the next round, if there is one: nobody may want to read on.
      next.catch(() => undefined);
      yield result.value;
    }
  } finally {
    // Not waited for: it comes only when the item that is being made is there.
    void source.return(undefined);
  }
}
