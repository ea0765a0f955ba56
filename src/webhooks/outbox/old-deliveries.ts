import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DAY_MS } from '../../common/day-ms';
import { firstIdAt } from './first-id-at';

/** Removes old messages from the log, where it is not to be kept for ever. */
@Injectable()
export class OldDeliveries {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Removes deliveries that have ended and are older than so many days, with their attempts, some at a time. Those of
   * a request that is still there stay with it. @returns the number removed
   */
  async remove(days: number, limit: number): Promise<number> {
    const [, removed] = await this.dataSource.query<[unknown[], number]>(
      `DELETE FROM webhook_deliveries WHERE id IN (
         SELECT id FROM webhook_deliveries d
          WHERE id < $1 AND status <> 'pending'
            AND NOT EXISTS (SELECT FROM requests WHERE id = d.request_id)
          ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [firstIdAt(Date.now() - days * DAY_MS), limit],
    );
    return removed;
  }
}
