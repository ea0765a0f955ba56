import { Injectable } from '@nestjs/common';
import { chunksInTurn, Sweep } from '../../common/periodic';
import { StoppedSubscriptions } from './stopped-subscriptions';

const EVERY_MS = 500;

/** Cancels what waits for disabled and deleted subscriptions, a chunk of each in turn. */
@Injectable()
export class CancelSweep extends Sweep {
  constructor(private readonly stopped: StoppedSubscriptions) {
    super(EVERY_MS, 'Could not cancel webhook deliveries');
  }

  protected override sweep(): Promise<void> {
    return chunksInTurn(
      () => this.stopped.withDeliveries(),
      ({ id }) => this.stopped.cancelChunk(id),
      {
        isStopping: () => this.isStopping,
        failed: (err, subscriptionId) =>
          this.logger.warn({ err, subscriptionId }, 'Could not cancel the deliveries of a subscription'),
      },
    );
  }
}
