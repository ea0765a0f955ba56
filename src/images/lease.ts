/** Seconds that a claimed image may wait in the queue before it is handed out anew. */
export const QUEUE_LEASE_SECONDS = 10;

/** Seconds that a process which works on an image is trusted without a sign of life. */
export const WORK_LEASE_SECONDS = 15;

/** Signs of life come three times as often as they must, so that one may be late and one lost. */
export const LEASE_EXTENSION_MS = (WORK_LEASE_SECONDS * 1_000) / 3;
