import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PeriodicTask } from '../../common/periodic';
import { Ledger, moveOf, standing } from '../ledger';
import { LEASE_EXTENSION_MS, WORK_LEASE_SECONDS } from '../lease';

/** A claim that this process works on. */
interface Held {
  imageId: string;
  claim: number;
  requestId: string;
}

/**
 * Extends the leases of all images that this process works on, in one statement every few seconds. One that takes long
 * keeps its connection: no other is begun beside it.
 */
@Injectable()
export class Leases implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Leases.name);
  /** The claims by the id of their image. */
  private readonly held = new Map<string, Held>();
  private readonly extension = new PeriodicTask(
    () => this.extend(),
    error => this.logger.warn({ err: error }, 'Could not extend leases'),
  );

  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: Ledger,
  ) {}

  /** The number of images of a request that this process works on. */
  countOf(requestId: string): number {
    let count = 0;
    for (const held of this.held.values()) if (held.requestId === requestId) count++;
    return count;
  }

  /** Keeps the lease of a claim while `work` runs. */
  async hold<T>({ imageId, claim, requestId }: Held, work: () => Promise<T>): Promise<T> {
    this.held.set(imageId, { imageId, claim, requestId });
    try {
      return await work();
    } finally {
      // A later claim on the same image in this process holds its own lease.
      if (this.held.get(imageId)?.claim === claim) this.held.delete(imageId);
    }
  }

  onApplicationBootstrap(): void {
    this.extension.start(LEASE_EXTENSION_MS);
  }

  onApplicationShutdown(): void {
    void this.extension.stop();
  }

  /** Gives up the images that are still under way, so that another process can begin them anew at once. */
  async handBack(): Promise<void> {
    const held = [...this.held.values()];
    this.held.clear();
    if (held.length === 0) return;
    await this.ledger.transact(async tx => {
      const locked = await this.ledger.lockOccurrences(
        tx,
        held.map(({ imageId }) => imageId),
      );
      const stillHeld = standing(held, locked);
      const mine = locked.filter(({ leaderId }) => stillHeld.has(leaderId));
      await tx.query(
        `UPDATE images SET status = 'pending', claim = claim + 1, lease_until = NULL, started_at = NULL WHERE id = ANY($1)`,
        [mine.map(image => image.id)],
      );
      return { moves: mine.map(image => moveOf(image, 'pending')), result: undefined };
    });
  }

  private async extend(): Promise<void> {
    if (this.held.size === 0) return;
    await this.dataSource.query(
      `WITH held AS (
         SELECT i.id FROM images i JOIN unnest($1::uuid[], $2::int[]) AS h(id, claim) USING (id)
          WHERE i.status = 'processing' AND i.claim = h.claim
            -- Handed over, its lease is no longer this process's sign of life.
            AND i.handed_over_at IS NULL
          -- One that is locked has its turn the next time; the leases of all others must not run out meanwhile.
          FOR NO KEY UPDATE OF i SKIP LOCKED
       )
       UPDATE images SET lease_until = clock_timestamp() + make_interval(secs => $3) FROM held WHERE images.id = held.id`,
      [[...this.held.keys()], [...this.held.values()].map(({ claim }) => claim), WORK_LEASE_SECONDS],
    );
  }
}
