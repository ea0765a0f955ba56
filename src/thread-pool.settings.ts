import { availableParallelism } from 'node:os';
import { CONCURRENT_LOOKUPS } from './common/outbound/concurrent-lookups';

/** Threads for files beside those that compress and those that resolve names. */
const FILE_THREADS = 4;

/**
 * libuv's pool has four threads unless told otherwise, and sharp, files and name resolution share them: without
 * this, compressions on four cores would leave none to write a file.
 */
export function sizeThreadPool(): void {
  process.env.UV_THREADPOOL_SIZE ??= String(availableParallelism() + CONCURRENT_LOOKUPS + FILE_THREADS);
}
