/** There are images to hand out that were not there before, and that is committed. */
export class ImagesPendingEvent {
  static readonly NAME = 'images.pending';
}
