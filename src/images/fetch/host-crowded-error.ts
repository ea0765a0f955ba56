/** All downloads that a host is asked for at a time last long: it has to be come back to, without an attempt. */
export class HostCrowdedError extends Error {
  override readonly name = 'HostCrowdedError';

  constructor(readonly host: string) {
    super(`As many downloads from ${host} as are allowed are under way, and slow.`);
  }
}
