import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DataSource, type EntityManager } from 'typeorm';
import { retryOnConflict } from '../../common/database';
import {
  productStatus,
  RequestEntity,
  RequestFinishedEvent,
  type Tally,
  type WorkStatus,
} from '../../requests';
import { DeliveryOutbox } from '../../webhooks';
import type { ImageFailureCode } from '../image-failure';
import { ImagesMovedEvent } from './images-moved.event';
import { groupMoves, type ImageMove, movedTally, type ProductMove } from './move';
import { moveRequest } from './move-request';

/** An image row under lock. */
export interface LockedImage {
  id: string;
  leaderId: string;
  productId: string;
  requestId: string;
  status: WorkStatus;
  claim: number;
  /** Whether a worker has taken up its claim, or an image service is done with the one before. */
  begun: boolean;
  errorCode: ImageFailureCode | null;
}

/** The result of the work in a transaction. */
interface LedgerWork<T> {
  moves: ImageMove[];
  result: T;
  /** Requests that may have finished although none of their images moved. */
  touched?: string[];
  /**
   * Changes rows of requests. It is called after images and products are done, so that the order of the locks holds.
   */
  changeRequests?: () => Promise<void>;
}

interface LockedProduct extends Tally {
  id: string;
  requestId: string;
  status: WorkStatus;
}

/**
 * Every change of an image's state (by feed, outcomes, reconciler, cancel, retry) runs in `transact`, which keeps
 * counters and lock order: the counters of products and requests move in the same transaction as the rows that they
 * count, and rows are locked in one order (images by id, then products, then requests), so that nobody deadlocks.
 */
@Injectable()
export class Ledger {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: DeliveryOutbox,
    private readonly events: EventEmitter2,
  ) {}

  /**
   * Runs `work`, which changes images and returns how they moved, and updates the counters in the same transaction;
   * emits the events after the commit.
   */
  async transact<T>(work: (tx: EntityManager) => Promise<LedgerWork<T>>): Promise<T> {
    const { result, moves, finished } = await retryOnConflict(() =>
      this.dataSource.transaction(async tx => {
        const { result, ...done } = await work(tx);
        return { result, moves: done.moves, finished: await this.record(tx, done) };
      }),
    );
    if (moves.length > 0) this.events.emit(ImagesMovedEvent.NAME, new ImagesMovedEvent(moves));
    for (const request of finished) {
      this.events.emit(RequestFinishedEvent.NAME, new RequestFinishedEvent(request.id, request.run));
    }
    return result;
  }

  /** Locks the images that share the results of these leaders, the leaders included, in the order of their ids. */
  async lockOccurrences(tx: EntityManager, leaderIds: string[]): Promise<LockedImage[]> {
    // A statement does not see what was committed after it began. If it waited for a leader that an import holds, it
    // would miss the followers of that import: so leaders are locked before their followers are looked for.
    await tx.query(`SELECT FROM images WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`, [leaderIds]);
    return tx.query<LockedImage[]>(
      `SELECT id, leader_id AS "leaderId", product_id AS "productId", request_id AS "requestId", status, claim,
              started_at IS NOT NULL OR engine_answer IS NOT NULL AS begun, error_code AS "errorCode"
         FROM images
        WHERE id = ANY($1) OR (leader_id = ANY($1) AND leader_id <> id)
        ORDER BY id
          FOR NO KEY UPDATE`,
      [leaderIds],
    );
  }

  private async record(
    tx: EntityManager,
    { moves, touched = [], changeRequests }: Omit<LedgerWork<unknown>, 'result'>,
  ): Promise<RequestEntity[]> {
    const ofProducts = groupMoves(moves, 'productId');
    const ofRequests = groupMoves(moves, 'requestId');
    for (const requestId of touched) if (!ofRequests.has(requestId)) ofRequests.set(requestId, []);
    const productMoves = ofProducts.size === 0 ? [] : await this.moveProducts(tx, ofProducts);
    await changeRequests?.();
    return ofRequests.size === 0 ? [] : this.moveRequests(tx, ofRequests, productMoves);
  }

  /** Moves products with their images. @returns how the products moved */
  private async moveProducts(tx: EntityManager, moves: Map<string, ImageMove[]>): Promise<ProductMove[]> {
    const products = await tx.query<LockedProduct[]>(
      `SELECT id, request_id AS "requestId", status, images_pending AS pending, images_processing AS processing,
              images_completed AS completed, images_failed AS failed, images_cancelled AS cancelled
         FROM products WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`,
      [[...moves.keys()]],
    );
    const moved = products.map(({ id, requestId, status, ...tally }) => {
      const images = movedTally(tally, moves.get(id) ?? []);
      return { id, requestId, from: status, to: productStatus(images), images };
    });
    await tx.query(
      `UPDATE products p
          SET status = m.status, images_pending = m.pending, images_processing = m.processing,
              images_completed = m.completed, images_failed = m.failed, images_cancelled = m.cancelled
         FROM unnest($1::uuid[], $2::work_status[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[])
           AS m(id, status, pending, processing, completed, failed, cancelled)
        WHERE p.id = m.id`,
      [
        moved.map(product => product.id),
        moved.map(product => product.to),
        moved.map(product => product.images.pending),
        moved.map(product => product.images.processing),
        moved.map(product => product.images.completed),
        moved.map(product => product.images.failed),
        moved.map(product => product.images.cancelled),
      ],
    );
    return moved.filter(({ from, to }) => from !== to);
  }

  /** Moves requests with their images and products. @returns the requests that finished */
  private async moveRequests(
    tx: EntityManager,
    moves: Map<string, ImageMove[]>,
    productMoves: ProductMove[],
  ): Promise<RequestEntity[]> {
    const requests = await tx
      .createQueryBuilder(RequestEntity, 'request')
      .where('request.id = ANY(:ids)', { ids: [...moves.keys()] })
      .orderBy('request.id')
      .setLock('for_no_key_update')
      .getMany();
    const productMovesOf = groupMoves(productMoves, 'requestId');
    const finished: RequestEntity[] = [];
    for (const request of requests) {
      const wasFinished = request.completedAt !== null;
      moveRequest(request, moves.get(request.id) ?? [], productMovesOf.get(request.id) ?? [], new Date());
      const { images, products, failures, bytesIn, bytesOut } = request;
      const { startedAt, completedAt, updatedAt, status, version } = request;
      await tx.update(RequestEntity, request.id, {
        ...{ images, products, failures, bytesIn, bytesOut },
        ...{ startedAt, completedAt, updatedAt, status, version },
      });
      if (!wasFinished && completedAt) finished.push(request);
    }
    await this.outbox.record(tx, finished);
    return finished;
  }
}
