/** The number of requests that are looked at in one round; the others come in the next. */
const REQUESTS_A_ROUND = 64;

/** A share of these places that is kept for requests that had nothing at their last look. */
const IDLE_SHARE = 0.25;

/** A request and how many of its images may be claimed in this round. */
export interface Share {
  requestId: string;
  images: number;
}

/** Divides the places of a round, no more than there is room for images: idle requests get what busy ones leave, too. */
export function places(busy: number, idle: number, window: number): { busy: number; idle: number } {
  const all = Math.min(REQUESTS_A_ROUND, window);
  const forIdle = Math.min(idle, Math.max(Math.floor(all * IDLE_SHARE), all - busy));
  return { busy: Math.min(busy, all - forIdle), idle: forIdle };
}

/** Puts requests in order, beginning behind the one that was served last. */
export function inTurn(requestIds: string[], lastServed: string | null): string[] {
  const sorted = [...requestIds].sort();
  const next = sorted.findIndex(id => lastServed === null || id > lastServed);
  return next < 0 ? sorted : [...sorted.slice(next), ...sorted.slice(0, next)];
}

/** Divides a window among requests, so that one of ten images does not wait for one of a million. */
export function shares(requestIds: string[], window: number): Share[] {
  return requestIds.map((requestId, index) => ({
    requestId,
    images: Math.floor(window / requestIds.length) + (index < window % requestIds.length ? 1 : 0),
  }));
}

/** Gives what some requests left of their shares to those that used up theirs, as larger shares. */
export function leftOver(round: Share[], taken: Map<string, string[]>): Share[] {
  const used = (share: Share) => taken.get(share.requestId)?.length ?? 0;
  const unused = round.reduce((sum, share) => sum + share.images - used(share), 0);
  const wanting = round.filter(share => used(share) === share.images);
  if (unused === 0) return [];
  return wanting.map(({ requestId, images }) => ({
    requestId,
    images: images + Math.ceil(unused / wanting.length),
  }));
}

/** Takes turns between lists: first of each, second of each, and so on. */
export function interleave<T>(lists: T[][]): T[] {
  const longest = Math.max(0, ...lists.map(list => list.length));
  return Array.from({ length: longest }, (_, index) =>
    lists.flatMap(list => list.slice(index, index + 1)),
  ).flat();
}

/** Gives what was taken, without what there is no room for. */
export function handedOut(taken: Map<string, string[]>, leaders: string[]): Map<string, string[]> {
  const chosen = new Set(leaders);
  return new Map([...taken].map(([requestId, ids]) => [requestId, ids.filter(id => chosen.has(id))]));
}

/** The most images under way of a request that is a small one, or has only just begun. */
const FEW_UNDER_WAY = 16;

/**
 * Chooses the images that go to the front of the queue: a few would otherwise wait there for what an earlier request
 * has in it. It gives at most `limit`, so that many small requests together do not keep the others from their turn.
 */
export function priorityImages(
  open: { id: string; underWay: number }[],
  taken: Map<string, string[]>,
  limit: number,
): Set<string> {
  const few = open.filter(({ id, underWay }) => underWay + (taken.get(id)?.length ?? 0) <= FEW_UNDER_WAY);
  if (few.length === open.length) return new Set();
  return new Set(few.flatMap(({ id }) => taken.get(id) ?? []).slice(0, limit));
}
