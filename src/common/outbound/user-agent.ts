import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The same depth below package.json in `src` and in `dist`. */
const PACKAGE = join(__dirname, '..', '..', '..', 'package.json');

/** How the program introduces itself to other servers: `Darkroom/1.2.3 (image compression service)`. */
export function userAgent(): string {
  const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };
  return `Darkroom/${version} (image compression service)`;
}
