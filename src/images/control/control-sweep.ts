import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { chunksInTurn, Sweep } from '../../common/periodic';
import { RequestMarkedEvent } from '../../requests';
import { Cancellation } from './cancellation';
import { Retrying } from './retrying';

/** It is for marks that another process set, and for images deferred after their request was cancelled. */
const EVERY_MS = 500;

/** Moves the images of marked requests, a chunk of each in turn. */
@Injectable()
export class ControlSweep extends Sweep {
  constructor(
    private readonly cancellation: Cancellation,
    private readonly retrying: Retrying,
  ) {
    super(EVERY_MS, 'Could not carry out cancels and retries');
  }

  @OnEvent(RequestMarkedEvent.NAME)
  override nudge(): void {
    super.nudge();
  }

  protected override sweep(): Promise<void> {
    return chunksInTurn(
      () => this.marked(),
      ({ id, control }) => control.nextChunk(id),
      {
        isStopping: () => this.isStopping,
        failed: (err, requestId) =>
          this.logger.warn({ err, requestId }, 'Could not carry out a cancel or retry'),
      },
    );
  }

  private async marked(): Promise<{ id: string; control: Cancellation | Retrying }[]> {
    return [
      ...(await this.cancellation.requests()).map(id => ({ id, control: this.cancellation })),
      ...(await this.retrying.requests()).map(id => ({ id, control: this.retrying })),
    ];
  }
}
