/** There are new images to hand out, and that is committed. */
export class ImagesPendingEvent {
  static readonly NAME = 'images.pending';
}
