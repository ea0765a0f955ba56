/**
 * The most chunks or blocks that a file may consist of: a hostile one of 50 MiB could hold millions of empty ones, and
 * their list would take gigabytes. Real files have a few thousand.
 */
export const MAX_PARTS = 100_000;
