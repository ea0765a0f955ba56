import { Injectable } from '@nestjs/common';
import { Sweep } from '../../common/periodic';
import { OldDeliveries } from '../../webhooks';
import { RequestSettings } from '../request.settings';
import { DeletionMarks } from './deletion-marks';

const EVERY_MS = 10_000;

/** Requests, or deliveries, that come of age in one step. */
const STEP = 100;

/** With RETENTION_DAYS: marks finished requests that are too old as deleted, and removes old webhook deliveries. */
@Injectable()
export class RetentionSweep extends Sweep {
  constructor(
    private readonly marks: DeletionMarks,
    private readonly deliveries: OldDeliveries,
    private readonly settings: RequestSettings,
  ) {
    super(EVERY_MS, 'Could not delete old requests');
  }

  override onApplicationBootstrap(): void {
    if (this.settings.RETENTION_DAYS === null) return;
    super.onApplicationBootstrap();
    this.nudge();
  }

  protected override async sweep(): Promise<void> {
    const { RETENTION_DAYS: days } = this.settings;
    if (days === null) return;
    await this.inSteps(() => this.marks.deleteOlderThan(days, STEP));
    await this.inSteps(() => this.deliveries.remove(days, STEP));
  }

  private async inSteps(removed: () => Promise<number>): Promise<void> {
    while (!this.isStopping && (await removed()) === STEP);
  }
}
