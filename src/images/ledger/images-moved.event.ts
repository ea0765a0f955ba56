import type { ImageMove } from './move';

/** Images changed their state, and that is committed. */
export class ImagesMovedEvent {
  static readonly NAME = 'images.moved';

  constructor(readonly moves: ImageMove[]) {}
}
