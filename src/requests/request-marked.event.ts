/** A cancel, retry or delete was requested and committed; the rows are still to be moved. */
export class RequestMarkedEvent {
  static readonly NAME = 'request.marked';
}
