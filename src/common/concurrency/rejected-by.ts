/**
 * Rejects with the reason of the signal when it aborts, and never resolves: to stop waiting for work that does not heed
 * a signal.
 */
export function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const giveUp = () => reject(signal.reason as Error);
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
}
