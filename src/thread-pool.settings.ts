import { availableParallelism } from 'node:os';
import { CONCURRENT_LOOKUPS } from './common/outbound/concurrent-lookups';

/**
 * Compressions at the same time in a process, unless set otherwise: one more than there are cores, so that none of
 * them waits while the result of one is handed on (measured on two cores: 5 to 10 % more images a second).
 */
export const CONCURRENT_COMPRESSIONS = availableParallelism() + 1;

/**
 * libuv's pool has four threads unless told otherwise, and sharp, files and name resolution share them: a thread
 * for each compression and each look-up that may hang, so that neither holds up the other. Not more: glibc keeps
 * an arena of memory for each thread that ever worked on an image (measured: 10 to 18 MB).
 */
export function sizeThreadPool(): void {
  process.env.UV_THREADPOOL_SIZE ??= String(CONCURRENT_COMPRESSIONS + CONCURRENT_LOOKUPS);
}
