import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { Sweep } from '../../common/periodic';
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

  protected override async sweep(): Promise<void> {
    const failed = new Set<string>();
    while (await this.round(failed));
  }

  /**
   * Asks for the requests anew in every round, so that a small request that is marked later does not wait for a big
   * one.
   * @param failed the next turn tries these again
   * @returns whether there is more
   */
  private async round(failed: Set<string>): Promise<boolean> {
    let isMore = false;
    for (const control of [this.cancellation, this.retrying]) {
      for (const requestId of await control.requests()) {
        if (this.isStopping) return false;
        if (failed.has(requestId)) continue;
        try {
          if (await control.nextChunk(requestId)) isMore = true;
        } catch (error) {
          failed.add(requestId);
          this.logger.warn({ err: error, requestId }, 'Could not carry out a cancel or retry');
        }
      }
    }
    return isMore;
  }
}
