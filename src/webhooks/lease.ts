/** The time for a receiver's answer, counted from the look-up of its name. */
export const SEND_TIMEOUT_MS = 15_000;

/** Seconds for which a claimed delivery may wait in the queue before it is handed out anew. */
export const QUEUE_LEASE_SECONDS = 15;

/** Seconds for which a sender is trusted without a sign of life: an attempt has its own deadline, so none is needed. */
export const SEND_LEASE_SECONDS = SEND_TIMEOUT_MS / 1_000 + 10;
