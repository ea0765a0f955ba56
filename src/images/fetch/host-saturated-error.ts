/** All slots of a host are taken by slow downloads: the image is deferred, without counting an attempt. */
export class HostSaturatedError extends Error {
  override readonly name = 'HostSaturatedError';

  constructor(readonly host: string) {
    super(`As many downloads from ${host} as are allowed are under way, and slow.`);
  }
}
