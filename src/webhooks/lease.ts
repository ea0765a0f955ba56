/** Until the receiver's answer is there, from looking up its name on. */
export const SEND_TIMEOUT_MS = 15_000;

/** Seconds that a claimed delivery may wait in the queue before it is handed out anew. */
export const QUEUE_LEASE_SECONDS = 15;

/** Seconds that a sender is trusted without a sign of life: an attempt has its own deadline, so none is needed. */
export const SEND_LEASE_SECONDS = SEND_TIMEOUT_MS / 1_000 + 10;
