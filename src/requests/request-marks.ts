import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DataSource, IsNull } from 'typeorm';
import { NIL } from 'uuid';
import { ApiError } from '../common/errors';
import { unfinishedRequest } from './request-errors';
import { RequestEntity } from './request.entity';
import { RequestMarkedEvent } from './request-marked.event';

/**
 * Cancels and retries requests, which may have millions of rows: each sets a mark that all processes honour at once,
 * and workers move the rows in chunks. The mark is set only where the state allows it, so of two calls at the same time
 * one hears that it came too late.
 */
@Injectable()
export class RequestMarks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventEmitter2,
  ) {}

  /**
   * Marks a request so that its images which have not been begun are cancelled. Repeating it changes nothing.
   * @throws ApiError request_finished
   */
  async cancel({ id }: RequestEntity): Promise<void> {
    const marked = await this.mark(
      `UPDATE requests SET cancel_requested_at = coalesce(cancel_requested_at, now()), updated_at = now(),
              version = version + 1
        WHERE id = $1 AND completed_at IS NULL AND deleted_at IS NULL RETURNING id`,
      [id],
    );
    if (marked) return;
    await this.present(id);
    throw new ApiError('request_finished', 'The request has finished: there is nothing to cancel.');
  }

  /**
   * Begins a new run for the images that failed or were cancelled.
   * @throws ApiError request_unfinished or nothing_to_retry
   */
  async retry({ id }: RequestEntity): Promise<void> {
    const marked = await this.mark(
      `UPDATE requests
          SET run = run + 1, status = 'processing', retry_cursor = $2, cancel_requested_at = NULL,
              completed_at = NULL, started_at = now(), webhook_triggered = false, updated_at = now(),
              version = version + 1
        WHERE id = $1 AND completed_at IS NOT NULL AND deleted_at IS NULL
          AND images_failed + images_cancelled > 0 RETURNING id`,
      [id, NIL],
    );
    if (marked) return;
    const { status, completedAt } = await this.present(id);
    if (completedAt) throw new ApiError('nothing_to_retry', 'No image failed or was cancelled.');
    throw unfinishedRequest(status, 'cancel');
  }

  /** Reads the request as it is now. @throws ApiError request_not_found when a delete was quicker */
  private async present(id: string): Promise<RequestEntity> {
    const request = await this.dataSource.manager.findOneBy(RequestEntity, { id, deletedAt: IsNull() });
    if (!request) throw new ApiError('request_not_found', 'Request ID not found');
    return request;
  }

  private async mark(sql: string, parameters: unknown[]): Promise<boolean> {
    const [rows] = await this.dataSource.query<[unknown[], number]>(sql, parameters);
    if (rows.length > 0) this.events.emit(RequestMarkedEvent.NAME, new RequestMarkedEvent());
    return rows.length > 0;
  }
}
