/** Seconds that a claimed image may wait in the queue before it is handed out anew. */
export const QUEUE_LEASE_SECONDS = 10;

/** Seconds for which a process that works on an image is trusted without a sign of life. */
export const WORK_LEASE_SECONDS = 15;

/** A lease is extended three times as often as necessary, so that one extension may be late and one lost. */
export const LEASE_EXTENSION_MS = (WORK_LEASE_SECONDS * 1_000) / 3;
