import { isPagePath } from '../page';

/**
 * Paths that are answered without a key: the page and the documentation; health; images, whose unguessable name is the
 * permission; the callback, which is signed; and the operators' pages, which have a login of their own.
 */
const OPEN = [
  /^\/api\/docs(\/|$)/,
  /^\/api\/openapi\.json\/?$/,
  /^\/health(\/|$)/,
  /^\/api\/image\//,
  /^\/api\/webhook\/callback\/?$/,
  /^\/(admin|metrics)(\/|$)/,
];

export function isOpen(path: string): boolean {
  return isPagePath(path) || OPEN.some(open => open.test(path));
}
