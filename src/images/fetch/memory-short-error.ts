/**
 * The host hung up on a download that waited for memory and so read nothing: the image is deferred, without counting an
 * attempt.
 */
export class MemoryShortError extends Error {
  override readonly name = 'MemoryShortError';

  constructor(cause: unknown) {
    super('The host closed the connection while the image waited for memory.', { cause });
  }
}
