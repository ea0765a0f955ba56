/** The paths of the page's own views, which a browser may be pointed at: see `web/src/app.tsx`. */
const PLACES = /^\/(requests\/[^/]+\/?|webhooks\/?)?$/i;

/** Scripts, styles and fonts, with a hash of their content in their names. */
const ASSETS = /^\/assets\//;

export function isPlaceOfPage(path: string): boolean {
  return PLACES.test(path);
}

/** Whether a path belongs to the page: it is shown without a key, since it asks for the key. */
export function isPagePath(path: string): boolean {
  return isPlaceOfPage(path) || ASSETS.test(path);
}
