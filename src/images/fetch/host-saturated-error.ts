/** Slow downloads have all slots of a host, or all but those that are kept for others: the image is deferred, without counting an attempt. */
export class HostSaturatedError extends Error {
  override readonly name = 'HostSaturatedError';

  constructor(readonly host: string) {
    super(`Slow downloads leave no room for one from ${host}.`);
  }
}
