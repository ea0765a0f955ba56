/** A cancel, retry or delete was asked for, and that is committed; moving the rows is still to be done. */
export class RequestMarkedEvent {
  static readonly NAME = 'request.marked';
}
