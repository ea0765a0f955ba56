import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { tryTransactionLock } from '../../common/database';
import { EngineSettings } from '../engine/engine.settings';
import { serviceHost } from '../engine/service-host';
import { HostSlots } from '../fetch';
import { HostPauses } from '../host-pauses';
import type { ImageJobPayload } from '../image.jobs';
import { type ImageMove, Ledger, moveOf } from '../ledger';
import { QUEUE_LEASE_SECONDS } from '../lease';
import { ClaimableImages } from './claimable-images';
import { HostRounds } from './host-rounds';
import { handedOut, interleave, leftOver, priorityImages, type Share, shares } from './shares';

/** The most images in a row that may have priority; each one without it earns it for one more. */
const MAX_PRIORITY_CREDIT = 64;

/** A job and where it goes in the queue. */
export interface ClaimedJob {
  payload: ImageJobPayload;
  /** Whether it goes before those that wait there already. */
  hasPriority: boolean;
}

/** Claims a window of images: who may be handed out next, marked as handed out. */
@Injectable()
export class ClaimWindow {
  private lastServedRequest: string | null = null;
  private priorityCredit = MAX_PRIORITY_CREDIT;

  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: Ledger,
    private readonly claimable: ClaimableImages,
    private readonly rounds: HostRounds,
    private readonly pauses: HostPauses,
    private readonly slots: HostSlots,
    private readonly engine: EngineSettings,
  ) {}

  /** Claims up to `size` images. @returns their jobs in the order to work on; none while another process is claiming */
  async claim(size: number): Promise<ClaimedJob[]> {
    // Mostly there is nothing, and a transaction costs five round trips to say so.
    if ((await this.claimable.requests(this.dataSource.manager)).length === 0) return [];
    return this.ledger.transact(async tx => {
      if (!(await tryTransactionLock(tx, 'image feed'))) return { moves: [], result: [] };
      const chosen = await this.choose(tx, size);
      if (chosen.leaders.length === 0) return { moves: [], result: [] };
      const { moves, result } = await this.handOut(tx, chosen.leaders);
      return {
        moves,
        result: result.map(payload => ({ payload, hasPriority: chosen.priority.has(payload.imageId) })),
      };
    });
  }

  /** Chooses the leaders to hand out, in turns between requests. */
  private async choose(
    tx: EntityManager,
    size: number,
  ): Promise<{ leaders: string[]; priority: Set<string> }> {
    if (await this.serviceIsPaused(tx)) return { leaders: [], priority: new Set() };
    const open = await this.claimable.requests(tx);
    const requestIds = open.map(request => request.id);
    this.rounds.keepOnly(requestIds);
    const round = shares(requestIds, this.lastServedRequest, size);
    const taken = new Map<string, string[]>();
    const saturated = this.slots.saturatedHosts();
    const take = async (some: Share[]) => {
      for (const share of some) {
        const { requestId } = share;
        taken.set(requestId, await this.rounds.take(tx, share, saturated, taken.get(requestId)));
      }
    };
    await take(round);
    await take(leftOver(round, taken));
    this.lastServedRequest = round.at(-1)?.requestId ?? null;
    const leaders = interleave([...taken.values()]).slice(0, size);
    const priority = priorityImages(open, handedOut(taken, leaders), this.priorityCredit);
    this.priorityCredit = Math.min(
      MAX_PRIORITY_CREDIT,
      this.priorityCredit + leaders.length - 2 * priority.size,
    );
    return { leaders, priority };
  }

  /** Whether the image service, to which everything would have to go, asked to slow down. */
  private async serviceIsPaused(tx: EntityManager): Promise<boolean> {
    const service = serviceHost(this.engine);
    if (!service) return false;
    await this.pauses.read(tx, service);
    return this.pauses.pausedForMs(service) !== null;
  }

  private async handOut(
    tx: EntityManager,
    leaderIds: string[],
  ): Promise<{ moves: ImageMove[]; result: ImageJobPayload[] }> {
    const locked = await this.ledger.lockOccurrences(tx, leaderIds);
    // Between looking and locking a cancel may have been quicker.
    const pending = locked.filter(image => image.status === 'pending');
    await tx.query(
      `UPDATE images
          SET status = 'processing', claim = claim + 1, started_at = NULL,
              handed_over_at = NULL,
              lease_until = clock_timestamp() + make_interval(secs => $2)
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
}
