import type { OpenRequest } from './claimable-images';

/**
 * The number of requests that may be asked before their time: the ones that were asked longest ago. It finds what
 * neither counters nor times tell, such as a pause that somebody deleted.
 */
const SPOT_CHECKS = 4;

/** A request as it was when it had nothing to hand out. */
interface Idle {
  pending: number;
  underWay: number;
  /** When the first of its images is due, as far as is known; by the caller's clock, in milliseconds. */
  dueAt: number;
}

/**
 * Remembers the requests that had nothing to hand out when the feed last looked at them, since they wait for a host or
 * a back-off: however many they are, they must not take the places of the others in each look. One that becomes due is
 * reached by the next look, within 250 ms, or behind the idle ones that are due, too, and were looked at before it: a
 * quarter of the places in each look is kept for them (`places`), 4 to 16. Each process remembers its own.
 */
export class IdleRequests {
  /** By id, in the order of the last looks. */
  private readonly idle = new Map<string, Idle>();

  /**
   * Divides the requests that are open now, and forgets all others. @returns those that may well have something,
   * new ones included, and idle ones in the order in which to ask them
   */
  divide(open: OpenRequest[], at: number): { busy: string[]; idle: string[] } {
    const byId = new Map(open.map(request => [request.id, request]));
    const [awake, asleep]: [string[], string[]] = [[], []];
    for (const [id, was] of this.idle) {
      const request = byId.get(id);
      if (!request) this.idle.delete(id);
      else (isAwake(request, was, at) ? awake : asleep).push(id);
    }
    const busy = open.flatMap(({ id }) => (this.idle.has(id) ? [] : [id]));
    return { busy, idle: [...awake, ...asleep.slice(0, SPOT_CHECKS)] };
  }

  /** Notes that a look found nothing; the next of the request's images is due in `dueInMs`. */
  foundNothing({ id, pending, underWay }: OpenRequest, dueInMs: number, at: number): void {
    this.idle.delete(id);
    this.idle.set(id, { pending, underWay, dueAt: at + dueInMs });
  }

  /** Notes that a look found something. */
  foundSomething({ id }: OpenRequest): void {
    this.idle.delete(id);
  }
}

/** Whether something may be due by now. The counters tell of an import, a retry, and images that came back or ended. */
const isAwake = (request: OpenRequest, was: Idle, at: number): boolean =>
  was.dueAt <= at || request.pending !== was.pending || request.underWay !== was.underWay;
