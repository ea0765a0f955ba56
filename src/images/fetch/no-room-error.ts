/**
 * There was no slot, no turn to look a name up, or no memory here, which neither the image nor its host can help: the
 * image comes back, without a counted attempt.
 */
export class NoRoomError extends Error {
  override readonly name = 'NoRoomError';
}
