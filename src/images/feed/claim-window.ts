import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EngineSettings } from '../engine/engine.settings';
import { serviceHost } from '../engine/service-host';
import { HostPauses } from '../host-pauses';
import type { ImageJobPayload } from '../image.jobs';
import { Ledger, type Move, moveOf } from '../ledger';
import { QUEUE_LEASE_SECONDS } from '../lease';
import { ClaimableImages } from './claimable-images';
import { interleave, leftOver, type Share, shares } from './shares';

/** Any number that nobody else uses for an advisory lock in this database. */
const FEED_LOCK = 0x66_65_65_64;

/** Claims a window of images: who may be handed out next, marked as handed out. */
@Injectable()
export class ClaimWindow {
  private lastServedRequest: string | null = null;
  /** Where the next round over the hosts of a request begins. */
  private readonly lastServedHosts = new Map<string, string>();

  constructor(
    private readonly ledger: Ledger,
    private readonly claimable: ClaimableImages,
    private readonly pauses: HostPauses,
    private readonly engine: EngineSettings,
  ) {}

  /** @returns up to `size` jobs in the order to work on; none while another process is claiming. */
  claim(size: number): Promise<ImageJobPayload[]> {
    return this.ledger.transact(async tx => {
      const [lock] = await tx.query<{ held: boolean }[]>('SELECT pg_try_advisory_xact_lock($1) AS held', [
        FEED_LOCK,
      ]);
      if (!lock?.held) return { moves: [], result: [] };
      const chosen = await this.choose(tx, size);
      if (chosen.length === 0) return { moves: [], result: [] };
      return this.handOut(tx, chosen);
    });
  }

  /** Leaders to hand out, in turns between requests. */
  private async choose(tx: EntityManager, size: number): Promise<string[]> {
    const paused = await this.pauses.refresh(tx);
    const service = serviceHost(this.engine);
    // Everything would have to go there.
    if (service && paused.includes(service)) return [];
    const requestIds = await this.claimable.requests(tx);
    this.forgetFinished(new Set(requestIds));
    const round = shares(requestIds, this.lastServedRequest, size);
    const taken = new Map<string, string[]>();
    const take = async (open: Share[]) => {
      for (const share of open) taken.set(share.requestId, await this.take(tx, share, paused));
    };
    await take(round);
    await take(leftOver(round, taken));
    this.lastServedRequest = round.at(-1)?.requestId ?? null;
    return interleave([...taken.values()]).slice(0, size);
  }

  private async take(tx: EntityManager, share: Share, paused: string[]): Promise<string[]> {
    const afterHost = this.lastServedHosts.get(share.requestId) ?? '';
    const from = (host: string) => this.claimable.of(tx, share.requestId, share.images, paused, host);
    const found = await from(afterHost);
    if (found.length < share.images && afterHost !== '') found.push(...(await from('')));
    const last = found.at(-1);
    if (last) this.lastServedHosts.set(share.requestId, last.host);
    return [...new Set(found.map(image => image.id))].slice(0, share.images);
  }

  private async handOut(
    tx: EntityManager,
    leaderIds: string[],
  ): Promise<{ moves: Move[]; result: ImageJobPayload[] }> {
    const locked = await this.ledger.lockOccurrences(tx, leaderIds);
    // Between looking and locking a cancel may have been quicker.
    const pending = locked.filter(image => image.status === 'pending');
    await tx.query(
      `UPDATE images
          SET status = 'processing', claim = claim + 1, started_at = NULL,
              handed_over_at = NULL,
              lease_until = now() + make_interval(secs => $2)
        WHERE id = ANY($1)`,
      [pending.map(image => image.id), QUEUE_LEASE_SECONDS],
    );
    const claims = new Map(pending.map(image => [image.id, image.claim + 1]));
    return {
      moves: pending.map(image => moveOf(image, 'processing')),
      result: leaderIds.flatMap(imageId => {
        const claim = claims.get(imageId);
        return claim === undefined ? [] : [{ imageId, claim }];
      }),
    };
  }

  private forgetFinished(unfinished: Set<string>): void {
    for (const requestId of this.lastServedHosts.keys()) {
      if (!unfinished.has(requestId)) this.lastServedHosts.delete(requestId);
    }
  }
}
