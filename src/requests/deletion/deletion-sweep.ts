import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { chunksInTurn, Sweep } from '../../common/periodic';
import { RequestMarkedEvent } from '../request-marked.event';
import { Deletion } from './deletion';

/** The time between two looks for requests that another process marked. */
const EVERY_MS = 2_000;

/** Removes what is left of deleted requests, a chunk of each in turn. */
@Injectable()
export class DeletionSweep extends Sweep {
  constructor(private readonly deletion: Deletion) {
    super(EVERY_MS, 'Could not remove deleted requests');
  }

  @OnEvent(RequestMarkedEvent.NAME)
  override nudge(): void {
    super.nudge();
  }

  protected override sweep(): Promise<void> {
    return chunksInTurn(
      () => this.deletion.requests(),
      request => this.deletion.nextChunk(request),
      {
        isStopping: () => this.isStopping,
        failed: (err, requestId) =>
          this.logger.warn({ err, requestId }, 'Could not remove a deleted request'),
      },
    );
  }
}
