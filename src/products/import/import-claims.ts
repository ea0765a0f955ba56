import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { PeriodicTask } from '../../common/periodic';
import { RequestEntity } from '../../requests';
import type { WaitingImport } from './import.jobs';

/** The seconds for which a process that imports is trusted without a sign of life. */
const LEASE_SECONDS = 15;

/** The time between two signs of life, three times as often as they must come: one may be late and one lost. */
const LEASE_EXTENSION_MS = (LEASE_SECONDS * 1_000) / 3;

/** The seconds after a failure until the import is tried again. */
const BACK_OFF_SECONDS = 5;

/** Thrown when another process has taken the import over. */
export class ImportLostError extends Error {
  override readonly name = 'ImportLostError';
}

/** Decides which process imports a request: one at a time, for as long as it lives. */
@Injectable()
export class ImportClaims {
  private readonly logger = new Logger(ImportClaims.name);

  constructor(private readonly dataSource: DataSource) {}

  /** Takes an import. @returns null when there is nothing to import, or another process is at it */
  async take(requestId: string): Promise<RequestEntity | null> {
    const [rows] = await this.dataSource.query<[{ id: string }[], number]>(
      `UPDATE requests
          SET import_claim = import_claim + 1, import_lease_until = clock_timestamp() + make_interval(secs => $2)
        WHERE id = $1 AND imported_at IS NULL AND deleted_at IS NULL
          AND (import_lease_until IS NULL OR import_lease_until < now())
       RETURNING id`,
      [requestId, LEASE_SECONDS],
    );
    return rows.length === 0
      ? null
      : this.dataSource.manager.findOneByOrFail(RequestEntity, { id: requestId });
  }

  /** Keeps the lease while `work` runs, however long a chunk of it takes. */
  async hold<T>(request: RequestEntity, work: () => Promise<T>): Promise<T> {
    const extension = new PeriodicTask(
      () => this.extend(request),
      error =>
        this.logger.warn({ err: error, requestId: request.id }, 'Could not extend the lease of an import'),
    );
    extension.start(LEASE_EXTENSION_MS);
    try {
      return await work();
    } finally {
      // It waits for the one under way, which might else take anew what is given back next.
      await extension.stop();
    }
  }

  /** Notes in the transaction of a chunk how far the import came, and extends its lease. @throws ImportLostError */
  async advance(
    tx: EntityManager,
    { id, importClaim }: RequestEntity,
    progress: { rows: number; images: number; done: boolean },
  ): Promise<void> {
    const [rows] = await tx.query<[unknown[], number]>(
      `UPDATE requests
          SET imported_rows = $3, imported_images = $4, updated_at = now(), version = version + 1,
              imported_at = CASE WHEN $5 THEN now() END,
              import_lease_until = CASE WHEN $5 THEN NULL ELSE clock_timestamp() + make_interval(secs => $6) END
        WHERE id = $1 AND import_claim = $2 AND imported_at IS NULL
       RETURNING id`,
      [id, importClaim, progress.rows, progress.images, progress.done, LEASE_SECONDS],
    );
    if (rows.length === 0) throw new ImportLostError(`Import ${importClaim} of request ${id} was taken over`);
  }

  /**
   * Ends, if the request was cancelled, an import that cannot go on: what is not in the tables counts as none.
   * @returns whether it did
   */
  async abandon(tx: EntityManager, { id, importClaim }: RequestEntity): Promise<boolean> {
    const [rows] = await tx.query<[unknown[], number]>(
      `UPDATE requests
          SET imported_at = now(), import_lease_until = NULL, updated_at = now(), version = version + 1,
              images_pending = imported_images
                - (images_processing + images_completed + images_failed + images_cancelled),
              products_pending = (SELECT count(*) FROM products WHERE request_id = $1)
                - (products_processing + products_completed + products_failed + products_cancelled)
        WHERE id = $1 AND import_claim = $2 AND imported_at IS NULL AND cancel_requested_at IS NOT NULL
       RETURNING id`,
      [id, importClaim],
    );
    return rows.length > 0;
  }

  /** Gives it back: at once after a clean stop, with a pause after a failure. */
  async release({ id, importClaim }: RequestEntity, failed: boolean): Promise<void> {
    await this.dataSource.query(
      `UPDATE requests SET import_lease_until = now() + make_interval(secs => $3)
        WHERE id = $1 AND import_claim = $2 AND imported_at IS NULL`,
      [id, importClaim, failed ? BACK_OFF_SECONDS : 0],
    );
  }

  private async extend({ id, importClaim }: RequestEntity): Promise<void> {
    await this.dataSource.query(
      `UPDATE requests SET import_lease_until = clock_timestamp() + make_interval(secs => $3)
        WHERE id = $1 AND import_claim = $2 AND imported_at IS NULL`,
      [id, importClaim, LEASE_SECONDS],
    );
  }

  /** Finds imports that no process is at, in the order of their ids. */
  unattended(afterId: string, limit: number): Promise<WaitingImport[]> {
    return this.dataSource.query(
      `SELECT id, import_claim AS "importClaim",
              images_pending + images_processing + images_completed + images_failed + images_cancelled
                + skipped_rows AS size
         FROM requests
        WHERE id > $1 AND imported_at IS NULL AND deleted_at IS NULL
          AND coalesce(import_lease_until, created_at + interval '2 seconds') < now()
        ORDER BY id LIMIT $2`,
      [afterId, limit],
    );
  }
}
