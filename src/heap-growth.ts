import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heap grow to twice of what is in use before V8 collects all of it. V8 itself chooses up to four times; and
 * less where pictures come in, since it counts memory outside of the heap with it. Measured: writing an output CSV takes
 * 55 MB above idle instead of 155, as fast as before, and 400 photos a third less garbage collection.
 */
export function limitHeapGrowth(): void {
  setFlagsFromString('--heap-growing-percent=100');
}
