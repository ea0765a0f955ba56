import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { RequestFinishedEvent } from '../../requests';
import { Dispatcher } from './dispatcher';

/** Has deliveries sent at once. They are committed already; this only saves the wait for the dispatcher's next look. */
@Injectable()
export class DeliverWebhooksWhenRequestFinished {
  constructor(private readonly dispatcher: Dispatcher) {}

  @OnEvent(RequestFinishedEvent.NAME)
  handle(): void {
    this.dispatcher.nudge();
  }
}
