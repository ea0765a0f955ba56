import type { RequestHandler } from 'express';
import helmet from 'helmet';

const SELF = "'self'";
const NONE = "'none'";

/** Everything comes from here and nothing is inline; no page of another site frames ours. */
const STRICT = {
  defaultSrc: [NONE],
  scriptSrc: [SELF],
  styleSrc: [SELF],
  imgSrc: [SELF, 'data:'],
  fontSrc: [SELF],
  connectSrc: [SELF],
  manifestSrc: [SELF],
  formAction: [SELF],
  frameAncestors: [NONE],
  baseUri: [NONE],
};

/** Swagger UI and Bull Board have inline styles, and the board names its base. Scripts stay strict. */
const OF_OTHERS = { ...STRICT, styleSrc: [SELF, "'unsafe-inline'"], baseUri: [SELF] };
const PAGES_OF_OTHERS = /^\/(api\/docs|admin)(\/|$)/i;

/**
 * Sets the security headers. HSTS is left to whoever puts TLS in front: the service itself may be reached by plain HTTP
 * on loopback.
 */
export function securityHeaders(): RequestHandler {
  const [strict, ofOthers] = [withPolicy(STRICT), withPolicy(OF_OTHERS)];
  return (request, response, next) =>
    (PAGES_OF_OTHERS.test(request.path) ? ofOthers : strict)(request, response, next);
}

/**
 * The policy of the page: the strict one, with a nonce for the styles that its components add while it runs.
 * `imagesFrom` are the origins that images may be redirected to.
 */
export function pagePolicy(nonce: string, imagesFrom: readonly string[]): RequestHandler {
  const styleSrc = [SELF, `'nonce-${nonce}'`];
  const imgSrc = [...STRICT.imgSrc, ...imagesFrom];
  return helmet.contentSecurityPolicy({ useDefaults: false, directives: { ...STRICT, styleSrc, imgSrc } });
}

const withPolicy = (directives: Record<string, string[]>) =>
  helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  });
