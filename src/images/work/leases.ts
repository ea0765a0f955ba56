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
 * Extends the leases of all images that this process works on, in one statement every few seconds, and those that are
 * locked at that moment in another one. One that takes long keeps its connection: no other is begun beside it.
 */
@Injectable()
export class Leases implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Leases.name);
  /** The claims by the id of their image. */
  private readonly held = new Map<string, Held>();
  /** Those of them that were locked at the last extension. */
  private locked: Held[] = [];
  private readonly extension = new PeriodicTask(() => this.extend(), this.failed.bind(this));
  private readonly patientExtension = new PeriodicTask(() => this.extendLocked(), this.failed.bind(this));

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
    void this.patientExtension.stop();
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
    const extended = new Set(await this.extendThose([...this.held.values()], 'SKIP LOCKED'));
    this.locked = [...this.held.values()].filter(({ imageId }) => !extended.has(imageId));
    if (this.locked.length > 0) this.patientExtension.nudge();
  }

  /** Waits for the locks. Whoever finds a lease expired waits behind this, and finds that it has not. */
  private async extendLocked(): Promise<void> {
    await this.extendThose(this.locked, '');
  }

  /** @returns the ids of the images whose leases were extended */
  private async extendThose(held: Held[], whenLocked: 'SKIP LOCKED' | ''): Promise<string[]> {
    const [rows] = await this.dataSource.query<[{ id: string }[], number]>(
      `WITH held AS (
         SELECT i.id FROM images i JOIN unnest($1::uuid[], $2::int[]) AS h(id, claim) USING (id)
          WHERE i.status = 'processing' AND i.claim = h.claim
            -- Handed over, its lease is no longer this process's sign of life.
            AND i.handed_over_at IS NULL
          ORDER BY i.id FOR NO KEY UPDATE OF i ${whenLocked}
       )
       UPDATE images SET lease_until = clock_timestamp() + make_interval(secs => $3) FROM held WHERE images.id = held.id
       RETURNING images.id`,
      [held.map(({ imageId }) => imageId), held.map(({ claim }) => claim), WORK_LEASE_SECONDS],
    );
    return rows.map(row => row.id);
  }

  private failed(error: unknown): void {
    this.logger.warn({ err: error }, 'Could not extend leases');
  }
}
