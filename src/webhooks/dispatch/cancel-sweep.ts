import { Injectable } from '@nestjs/common';
import { Sweep } from '../../common/periodic';
import { StoppedSubscriptions } from './stopped-subscriptions';

const EVERY_MS = 500;

/** Cancels what waits for disabled and deleted subscriptions, a chunk of each in turn. */
@Injectable()
export class CancelSweep extends Sweep {
  constructor(private readonly stopped: StoppedSubscriptions) {
    super(EVERY_MS, 'Could not cancel webhook deliveries');
  }

  protected override async sweep(): Promise<void> {
    while (await this.round());
  }

  /** @returns whether there is more */
  private async round(): Promise<boolean> {
    let isMore = false;
    for (const subscriptionId of await this.stopped.withDeliveries()) {
      if (this.isStopping) return false;
      if (await this.stopped.cancelChunk(subscriptionId)) isMore = true;
    }
    return isMore;
  }
}
