/** Passes on the items of `source`, which prepares the next one in the meantime. */
export async function* readAhead<Item>(source: AsyncGenerator<Item>): AsyncGenerator<Item> {
  let next = source.next();
  try {
    for (;;) {
      const result = await next;
      if (result.done) return;
      next = source.next();
      // An error is reported in the next round, if there is one: nobody may want to read on.
      next.catch(() => undefined);
      yield result.value;
    }
  } finally {
    // This is not awaited: it settles only when the item that is being made is there.
    void source.return(undefined);
  }
}
