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
import { ClaimableImages, type OpenRequest } from './claimable-images';
import { HostRounds } from './host-rounds';
import { IdleRequests } from './idle-requests';
import {
  handedOut,
  inTurn,
  interleave,
  leftOver,
  places,
  priorityImages,
  type Share,
  shares,
} from './shares';

/** The most images in a row that may have priority; each one without it earns it for one more. */
const MAX_PRIORITY_CREDIT = 64;

/** A job and where it goes in the queue. */
export interface ClaimedJob {
  payload: ImageJobPayload;
  /** Whether it goes before those that wait there already. */
  hasPriority: boolean;
}

export interface ClaimedWindow {
  /** The jobs in the order to work on. */
  jobs: ClaimedJob[];
  /** Whether there is room left, and requests that were not looked at yet. */
  more: boolean;
}

/** The leaders to hand out. */
interface Choice {
  leaders: string[];
  priority: Set<string>;
  more: boolean;
}

const NOTHING: ClaimedWindow = { jobs: [], more: false };

/** Claims a window of images: who may be handed out next, marked as handed out. */
@Injectable()
export class ClaimWindow {
  private lastServedRequest: string | null = null;
  private readonly idle = new IdleRequests();
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

  /** Claims up to `size` images. @returns nothing while another process is claiming */
  async claim(size: number): Promise<ClaimedWindow> {
    // Mostly there is nothing, and a transaction costs five round trips to say so.
    if (!(await this.claimable.hasRequests(this.dataSource.manager))) return NOTHING;
    // Before the transaction, from whose begin its times count: rather too early than too late.
    const at = performance.now();
    return this.ledger.transact(async tx => {
      if (!(await tryTransactionLock(tx, 'image feed'))) return { moves: [], result: NOTHING };
      const { leaders, priority, more } = await this.choose(tx, size, at);
      if (leaders.length === 0) return { moves: [], result: { jobs: [], more } };
      const { moves, result } = await this.handOut(tx, leaders);
      const jobs = result.map(payload => ({ payload, hasPriority: priority.has(payload.imageId) }));
      return { moves, result: { jobs, more } };
    });
  }

  /** Chooses the leaders to hand out, in turns between requests. */
  private async choose(tx: EntityManager, size: number, at: number): Promise<Choice> {
    if (await this.serviceIsPaused(tx)) return { leaders: [], priority: new Set(), more: false };
    const open = await this.claimable.requests(tx);
    this.rounds.keepOnly(open.map(request => request.id));
    const { busy, idle } = this.idle.divide(open, at);
    const room = places(busy.length, idle.length, size);
    const served = inTurn(busy, this.lastServedRequest).slice(0, room.busy);
    const taken = await this.take(tx, shares([...served, ...idle.slice(0, room.idle)], size));
    this.note(open, taken, at);
    this.lastServedRequest = served.at(-1) ?? null;
    const leaders = interleave([...taken.values()]).slice(0, size);
    const priority = priorityImages(open, handedOut(taken, leaders), this.priorityCredit);
    this.priorityCredit = Math.min(
      MAX_PRIORITY_CREDIT,
      this.priorityCredit + leaders.length - 2 * priority.size,
    );
    return { leaders, priority, more: leaders.length < size && served.length < busy.length };
  }

  /** Finds the leaders of each request that has a share; what some leave goes to others. */
  private async take(tx: EntityManager, round: Share[]): Promise<Map<string, string[]>> {
    const taken = new Map<string, string[]>();
    const saturated = this.slots.saturatedHosts();
    const look = async (some: Share[]) => {
      for (const share of some) {
        const { requestId } = share;
        taken.set(requestId, await this.rounds.take(tx, share, saturated, taken.get(requestId)));
      }
    };
    await look(round);
    await look(leftOver(round, taken));
    return taken;
  }

  /** Notes which of the requests that were looked at have nothing, and until when. */
  private note(open: OpenRequest[], taken: Map<string, string[]>, at: number): void {
    for (const request of open) {
      const found = taken.get(request.id);
      if (found?.length === 0) this.idle.foundNothing(request, this.rounds.dueInMs(request.id), at);
      else if (found) this.idle.foundSomething(request);
    }
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
