import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LEASE_EXTENSION_MS, WORK_LEASE_SECONDS } from '../lease';

/** Extends the leases of all images that this process works on, in one statement every few seconds. */
@Injectable()
export class Leases implements OnApplicationShutdown {
  private readonly logger = new Logger(Leases.name);
  private readonly held = new Map<string, number>();
  private timer?: NodeJS.Timeout;

  constructor(private readonly dataSource: DataSource) {}

  /** Keeps the lease of a claim while `work` runs. */
  async hold<T>({ imageId, claim }: { imageId: string; claim: number }, work: () => Promise<T>): Promise<T> {
    this.held.set(imageId, claim);
    this.timer ??= setInterval(() => void this.extend(), LEASE_EXTENSION_MS);
    try {
      return await work();
    } finally {
      // A later claim on the same image in this process holds its own lease.
      if (this.held.get(imageId) === claim) this.held.delete(imageId);
    }
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async extend(): Promise<void> {
    if (this.held.size === 0) return;
    try {
      await this.dataSource.query(
        `WITH held AS (
           SELECT i.id FROM images i JOIN unnest($1::uuid[], $2::int[]) AS h(id, claim) USING (id)
            WHERE i.status = 'processing' AND i.claim = h.claim
            ORDER BY i.id FOR NO KEY UPDATE OF i
         )
         UPDATE images SET lease_until = now() + make_interval(secs => $3) FROM held WHERE images.id = held.id`,
        [[...this.held.keys()], [...this.held.values()], WORK_LEASE_SECONDS],
      );
    } catch (error) {
      this.logger.warn({ err: error }, 'Could not extend leases');
    }
  }
}
