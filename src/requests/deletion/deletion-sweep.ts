import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { Sweep } from '../../common/periodic';
import { RequestMarkedEvent } from '../request-marked.event';
import { Deletion } from './deletion';

/** The time between two looks for requests that another process marked. */
const EVERY_MS = 2_000;

/** Removes what is left of deleted requests. */
@Injectable()
export class DeletionSweep extends Sweep {
  constructor(private readonly deletion: Deletion) {
    super(EVERY_MS, 'Could not remove deleted requests');
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
   * Removes a chunk of each deleted request, so that a small one need not wait for a big one.
   * @param failed collects those that failed, which the next turn tries again
   * @returns whether there is more
   */
  private async round(failed: Set<string>): Promise<boolean> {
    let isMore = false;
    for (const request of await this.deletion.requests()) {
      if (this.isStopping) return false;
      if (failed.has(request.id)) continue;
      try {
        if (await this.deletion.nextChunk(request)) isMore = true;
      } catch (error) {
        failed.add(request.id);
        this.logger.warn({ err: error, requestId: request.id }, 'Could not remove a deleted request');
      }
    }
    return isMore;
  }
}
