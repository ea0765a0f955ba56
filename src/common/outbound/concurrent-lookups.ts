/**
 * The number of names that are looked up at once; a multiple of four (see `LookupLanes`). `dns.lookup` blocks a thread
 * of libuv's pool for as long as the name server takes, and sharp and `fs` share that pool: UV_THREADPOOL_SIZE has to
 * leave room for these.
 */
export const CONCURRENT_LOOKUPS = 4;
