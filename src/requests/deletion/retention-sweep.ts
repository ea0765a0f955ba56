import { Injectable } from '@nestjs/common';
import { Sweep } from '../../common/periodic';
import { OldDeliveries } from '../../webhooks';
import { RequestSettings } from '../request.settings';
import { DeletionMarks } from './deletion-marks';

const EVERY_MS = 10_000;

/** The requests, or deliveries, of one step. */
const STEP = 100;

/** Marks old finished requests as deleted, and removes old webhook deliveries, where RETENTION_DAYS is set. */
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
