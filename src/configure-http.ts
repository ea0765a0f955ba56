import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import { callCosts, isOpen, isUpload } from './calls';
import { adminOnly, AdminSettings } from './common/admin';
import { type ApiKey, identifyCaller, requireKey } from './common/auth';
import {
  endSlowBodies,
  type HttpSettings,
  isLoopbackHost,
  knownHostsOnly,
  limitConnections,
  literalPercents,
  noCrossSiteWrites,
  privateAnswers,
  refuseBadHeaders,
  securityHeaders,
  trustedProxies,
} from './common/http';
import { logCalls } from './common/logging';
import { httpDurations, Metrics } from './common/metrics';
import { servePage } from './common/page';
import { rateLimit, RateLimiter } from './common/rate-limit';
import { loadSettings } from './common/settings';
import { traceUploads, Tracer } from './common/tracing';
import { CALLBACK_PATH, engineCallbackBody } from './images/http';
import { serveDocumentation } from './openapi';
import { imageOrigins, StorageSettings } from './storage';

/** The addresses, keys and settings by which HTTP is served. */
export interface HttpOptions {
  /** The host that the program listens on. */
  host: string;
  keys: readonly ApiKey[];
  publicUrl: string | null;
  http: HttpSettings;
  /** The logger that takes a line for each call. */
  log: Logger;
}

/** The headers of an answer that a page of another origin may read. */
const EXPOSED = [
  'Content-Disposition',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'X-Request-Id',
];

/** Sets up what every call meets before it comes to a controller, in this order. */
export function configureHttp(
  app: NestExpressApplication,
  { host, keys, publicUrl, http, log }: HttpOptions,
): void {
  const { CORS_ORIGINS: origins, TRUST_PROXY: proxies } = http;
  const hasKeys = keys.length > 0;
  app.disable('x-powered-by');
  app.set('trust proxy', trustedProxies(proxies));
  limitConnections(app.getHttpServer());
  app.use(logCalls(log), httpDurations(app.get(Metrics)), traceUploads(app.get(Tracer), isUpload));
  app.use(securityHeaders(), privateAnswers(), endSlowBodies(), literalPercents());
  refuseBadHeaders(app);
  if (origins.length > 0) app.enableCors({ origin: origins, exposedHeaders: EXPOSED, maxAge: 600 });
  app.use(identifyCaller(keys), rateLimit(app.get(RateLimiter), callCosts(hasKeys)));
  app.use(['/admin', '/metrics'], adminOnly(loadSettings(AdminSettings)));
  if (!hasKeys && isLoopbackHost(host)) app.use(knownHostsOnly(publicUrl));
  const own = publicUrl === null ? [] : [new URL(publicUrl).origin];
  app.use(noCrossSiteWrites([...own, ...origins]), requireKey(keys, isOpen));
  servePage(app, imageOrigins(loadSettings(StorageSettings)));
  app.use(`/${CALLBACK_PATH}`, engineCallbackBody);
  serveDocumentation(app);
}
