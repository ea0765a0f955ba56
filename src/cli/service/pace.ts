const FIRST_MS = 300;
const GROWTH = 1.25;
const LAST_MS = 2_000;

/**
 * The wait after so many looks at a request: a short one is noticed soon, and a long one costs some thirty calls a
 * minute, of the three hundred that a key has in all.
 */
export function betweenLooksMs(looks: number): number {
  return Math.min(FIRST_MS * GROWTH ** looks, LAST_MS);
}
