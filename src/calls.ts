import type { Request } from 'express';
import { isPagePath } from './common/page';
import type { Costs } from './common/rate-limit';
import { CALLBACK_PATH } from './images/http';
import { UPLOAD_PATHS } from './requests/http';

const UPLOAD_COST = 10;
const PREVIEW_COST = 5;
const CALL_COST = 1;
const NOTHING = 0;

/**
 * Paths that are answered without a key: the page and the documentation; health; images, whose unguessable name is the
 * permission; the callback, which is signed; and the operators' pages, which have a login of their own.
 */
const OPEN = [
  /^\/api\/docs(\/|$)/,
  /^\/api\/openapi\.json\/?$/,
  /^\/health(\/|$)/,
  /^\/api\/image\//,
  new RegExp(`^/${CALLBACK_PATH}/?$`),
  /^\/(admin|metrics)(\/|$)/,
];

/** Paths that cost nothing. An image service calls back once for each image, as often as it was asked to. */
const FREE = new RegExp(`^/(health|api/image|api/docs|${CALLBACK_PATH}|assets)(/|$)`);
const EVENTS = /^\/api\/events\//;
const UPLOADS = new RegExp(`^/(${UPLOAD_PATHS.join('|')})/?$`, 'i');
const PREVIEWS = /^\/api\/preview\/?$/i;

/** Whether a path is answered without a key. */
export function isOpen(path: string): boolean {
  return isPagePath(path) || OPEN.some(open => open.test(path));
}

/** Whether a call uploads a catalogue. */
export function isUpload({ method, path }: Request): boolean {
  return method === 'POST' && UPLOADS.test(path);
}

/** What calls count towards the limit of their caller. */
export function callCosts(keysAreUsed: boolean): Costs {
  return {
    of: request => costOf(request, keysAreUsed),
    exceptions: `an upload counts as ${UPLOAD_COST}, a preview as ${PREVIEW_COST}`,
  };
}

/** Images, static files, health and callbacks are free; so are event streams for callers who may read them. */
function costOf(request: Request, keysAreUsed: boolean): number {
  const { path, method, owner } = request;
  if (FREE.test(path)) return NOTHING;
  if (EVENTS.test(path) && (owner !== undefined || !keysAreUsed)) return NOTHING;
  if (isUpload(request)) return UPLOAD_COST;
  return method === 'POST' && PREVIEWS.test(path) ? PREVIEW_COST : CALL_COST;
}
