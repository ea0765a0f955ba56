import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ClaimableImages, type DueHosts } from './claimable-images';
import type { Share } from './shares';

/** The place that the feed has come to among the hosts of a request. */
interface Round {
  /** The host behind which the next look goes on; '' for the first one. */
  behind: string;
  /** The hosts that had something at the last look. */
  recentHosts: string[];
  /** Milliseconds from the last look until the next one may find something. */
  dueInMs: number;
}

const NEW: Round = { behind: '', recentHosts: [], dueInMs: 0 };

/**
 * Goes round the hosts of each request, so that all of them get their turn. A host that had something is asked again
 * while those whose turn it is leave room: it does not slow down behind however many that have nothing.
 */
@Injectable()
export class HostRounds {
  private readonly rounds = new Map<string, Round>();

  constructor(private readonly claimable: ClaimableImages) {}

  /** Finds leaders. @returns those `already` found, and as many more as the share has room for; none is locked */
  async take(
    tx: EntityManager,
    { requestId, images }: Share,
    excludedHosts: string[],
    already: string[] = [],
  ): Promise<string[]> {
    const { behind, recentHosts } = this.rounds.get(requestId) ?? NEW;
    const find = (limit: number, from: string) =>
      this.claimable.hosts(tx, requestId, limit, excludedHosts, from);
    const due = await nextHosts(images - already.length, behind, find);
    const hosts = [...new Set([...due.hosts, ...recentHosts])].slice(0, images);
    const found =
      hosts.length > 0 ? await this.claimable.images(tx, requestId, images, excludedHosts, hosts) : [];
    this.rounds.set(requestId, {
      behind: due.goOnBehind,
      recentHosts: [...new Set(found.map(image => image.host))],
      // There are more hosts to look at.
      dueInMs: due.goOnBehind === '' ? due.dueInMs : 0,
    });
    return [...new Set([...already, ...found.map(image => image.id)])].slice(0, images);
  }

  /** Gives the milliseconds until a look at a request may find something, as of the last one, which found nothing. */
  dueInMs(requestId: string): number {
    return (this.rounds.get(requestId) ?? NEW).dueInMs;
  }

  /** Forgets all other requests. */
  keepOnly(requestIds: string[]): void {
    const kept = new Set(requestIds);
    for (const requestId of this.rounds.keys()) if (!kept.has(requestId)) this.rounds.delete(requestId);
  }
}

/** Finds up to `limit` hosts that follow, the first ones again behind the last. */
async function nextHosts(
  limit: number,
  behind: string,
  find: (limit: number, behind: string) => Promise<DueHosts>,
): Promise<DueHosts> {
  const next = await find(limit, behind);
  if (behind === '' || next.goOnBehind !== '') return next;
  const first = await find(limit - next.hosts.length, '');
  return {
    hosts: [...next.hosts, ...first.hosts],
    goOnBehind: first.goOnBehind,
    dueInMs: Math.min(next.dueInMs, first.dueInMs),
  };
}
