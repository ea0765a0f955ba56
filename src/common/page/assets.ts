import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { RequestHandler } from 'express';

const MEDIA_TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The encodings that are offered, best first, with what the build adds to the name of a compressed copy. */
const ENCODINGS = { br: '.br', gzip: '.gz' } as const;

/**
 * Serves the files of a folder, whose names change with their content, and the compressed copies beside them. All are
 * held in memory (1.5 MB): a build in the same place while the service runs takes nothing from open pages. Unknown
 * paths go on to the next handler.
 */
export function assets(folder: string): RequestHandler {
  const files = new Map(readdirSync(folder).map(name => [`/${name}`, readFileSync(join(folder, name))]));
  return (request, response, next) => {
    const { path } = request;
    const plain = files.get(path);
    const mediaType = MEDIA_TYPES[extname(path)];
    if (!plain || !mediaType || !['GET', 'HEAD'].includes(request.method)) return next();
    const offered = (['br', 'gzip'] as const).filter(encoding => files.has(path + ENCODINGS[encoding]));
    const encoding = offered.find(each => request.acceptsEncodings(each));
    response.vary('Accept-Encoding').set('Content-Type', mediaType);
    response.set('Cache-Control', 'public, max-age=31536000, immutable');
    if (encoding) response.set('Content-Encoding', encoding);
    response.send(encoding ? files.get(path + ENCODINGS[encoding]) : plain);
  };
}
