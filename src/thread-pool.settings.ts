import { availableParallelism } from 'node:os';
import { CONCURRENT_LOOKUPS } from './common/outbound/concurrent-lookups';

/**
 * libuv's pool has four threads unless told otherwise, and sharp, files and name resolution share them: a thread
 * for each compression and each look-up that may hang, so that neither holds up the other. Not more: glibc keeps
 * an arena of memory for each thread that ever worked on an image (measured: 10 to 18 MB).
 */
export function sizeThreadPool(): void {
  process.env.UV_THREADPOOL_SIZE ??= String(availableParallelism() + CONCURRENT_LOOKUPS);
}
