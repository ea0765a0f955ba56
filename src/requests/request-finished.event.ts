/** Every image of the request has an end, and that is committed. */
export class RequestFinishedEvent {
  static readonly NAME = 'request.finished';

  constructor(
    readonly requestId: string,
    readonly run: number,
  ) {}
}
