import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { RequestHandler } from 'express';
import { pagePolicy } from '../http';
import { assets } from './assets';
import { isPlaceOfPage } from './page-paths';

/** Where `npm run build` puts the page. The path is the same from `src` and from `dist`: both lie three folders up. */
const BUILT_PAGE = join(__dirname, '..', '..', '..', 'dist', 'page');

/** The placeholder that `web/vite.config.mts` writes. */
const NONCE = /\{\{nonce\}\}/g;
const NONCE_BYTES = 16;

/**
 * Serves the page to browsers: its assets, and its one document at all of its places. Any other client goes on to the
 * API, and so does every client where the page has not been built.
 */
export function servePage(
  app: NestExpressApplication,
  imagesFrom: readonly string[] = [],
  folder = BUILT_PAGE,
): void {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) return;
  app.use('/assets', assets(join(folder, 'assets')));
  app.use(document(readFileSync(index, 'utf8'), imagesFrom));
}

function document(template: string, imagesFrom: readonly string[]): RequestHandler {
  return (request, response, next) => {
    if (!isPlaceOfPage(request.path) || !['GET', 'HEAD'].includes(request.method)) return next();
    response.vary('Accept');
    // A client that takes anything (curl, say) gets JSON.
    if (request.accepts(['json', 'html']) !== 'html') return next();
    const nonce = randomBytes(NONCE_BYTES).toString('base64');
    pagePolicy(nonce, imagesFrom)(request, response, error => {
      if (error) return next(error);
      response.set('Cache-Control', 'no-cache').type('html').send(template.replace(NONCE, nonce));
    });
  };
}
