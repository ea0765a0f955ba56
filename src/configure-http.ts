import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { Logger } from 'nestjs-pino';
import { adminOnly, AdminSettings } from './common/admin';
import { loadSettings } from './common/settings';
import { CALLBACK_PATH, engineCallbackBody } from './images/http';
import { serveDocumentation } from './openapi';

/** What every call meets before it comes to a controller. */
export function configureHttp(app: NestExpressApplication, trustProxy: string | null): void {
  app.useLogger(app.get(Logger));
  app.disable('x-powered-by');
  if (trustProxy !== null) app.set('trust proxy', /^\d+$/.test(trustProxy) ? Number(trustProxy) : trustProxy);
  app.use(
    helmet({
      // The service itself may be reached by plain HTTP, on loopback.
      contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
      strictTransportSecurity: false,
    }),
  );
  app.use(`/${CALLBACK_PATH}`, engineCallbackBody);
  app.use('/admin', adminOnly(loadSettings(AdminSettings)));
  serveDocumentation(app);
}
