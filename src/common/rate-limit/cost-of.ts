import type { Request } from 'express';

const UPLOAD = 10;
const PREVIEW = 5;
const CALL = 1;
const NOTHING = 0;

/** Paths that cost nothing. An image service calls back once for each image, as often as it was asked to. */
const FREE = /^\/(health|api\/image|api\/docs|api\/webhook\/callback|assets)(\/|$)/;
const EVENTS = /^\/api\/events\//;
const UPLOADS = /^\/(api\/)?upload\/?$/i;
const PREVIEWS = /^\/api\/preview\/?$/i;

/**
 * The cost of a call. Images, static files, health and callbacks are free; so are event streams for callers who may
 * read them.
 */
export function costOf({ path, method, owner }: Request, keysAreUsed: boolean): number {
  if (FREE.test(path)) return NOTHING;
  if (EVENTS.test(path) && (owner !== undefined || !keysAreUsed)) return NOTHING;
  if (method !== 'POST') return CALL;
  return UPLOADS.test(path) ? UPLOAD : PREVIEWS.test(path) ? PREVIEW : CALL;
}
