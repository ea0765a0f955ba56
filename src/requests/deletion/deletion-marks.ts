import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DataSource, IsNull } from 'typeorm';
import { retryOnConflict } from '../../common/database';
import { ApiError } from '../../common/errors';
import { DeliveryOutbox } from '../../webhooks';
import { unfinishedRequest } from '../request-errors';
import { RequestMarkedEvent } from '../request-marked.event';
import { RequestEntity } from '../request.entity';

/** Marks requests as deleted: from then on they are gone for clients. */
@Injectable()
export class DeletionMarks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: DeliveryOutbox,
    private readonly events: EventEmitter2,
  ) {}

  /** Marks a request, and cancels its pending deliveries. @throws ApiError request_unfinished or request_not_found */
  async delete({ id }: RequestEntity): Promise<void> {
    const deleted = await this.mark('id = $1', [id]);
    if (deleted > 0) return;
    const request = await this.dataSource.manager.findOneBy(RequestEntity, { id, deletedAt: IsNull() });
    if (!request) throw new ApiError('request_not_found', 'Request ID not found');
    throw unfinishedRequest(request.status, 'cancel');
  }

  /** Marks finished requests that are older than so many days, some at a time. @returns how many */
  deleteOlderThan(days: number, limit: number): Promise<number> {
    return this.mark(
      `id IN (SELECT id FROM requests
               WHERE completed_at < now() - make_interval(secs => $1::float8 * 86400) AND deleted_at IS NULL
               ORDER BY id LIMIT $2 FOR NO KEY UPDATE)`,
      [days, limit],
    );
  }

  private async mark(condition: string, parameters: unknown[]): Promise<number> {
    const marked = await retryOnConflict(() =>
      this.dataSource.transaction(async tx => {
        const [rows] = await tx.query<[{ id: string }[], number]>(
          `UPDATE requests SET deleted_at = now(), version = version + 1
            WHERE ${condition} AND completed_at IS NOT NULL AND deleted_at IS NULL RETURNING id`,
          parameters,
        );
        await this.outbox.cancelOf(
          tx,
          rows.map(({ id }) => id),
        );
        return rows.length;
      }),
    );
    if (marked > 0) this.events.emit(RequestMarkedEvent.NAME, new RequestMarkedEvent());
    return marked;
  }
}
