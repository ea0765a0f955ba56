import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Origin, startOrigin } from './origin';

const PICTURES = join(__dirname, '..', '..', 'examples', 'pictures');

/** An image host with the sample catalogue's pictures, which a test can keep from coming. */
export interface Gallery extends Origin {
  /** Their URLs: as many as wanted, each different, the same pictures over and over. */
  urls(count: number): string[];
  /** From now on so many pictures come, and the others wait; but for the first, of which the page shows a preview. */
  letThrough(count: number): void;
}

export async function startGallery(): Promise<Gallery> {
  const origin = await startOrigin();
  const names = readdirSync(PICTURES).sort();
  const waiting: (() => void)[] = [];
  let allowance = Infinity;
  const letThrough = (count: number) => {
    allowance = count;
    for (; allowance > 0 && waiting.length > 0; allowance--) waiting.shift()?.();
  };
  const served = new Set<string>();
  const serve = (path: string, name: string) => {
    if (served.has(path)) return;
    served.add(path);
    const body = readFileSync(join(PICTURES, name));
    const isFirst = served.size === 1;
    origin.serve(path, (_request, response) => {
      const send = () => void response.writeHead(200, { 'content-length': body.length }).end(body);
      if (isFirst) send();
      else if (allowance > 0) {
        allowance--;
        send();
      } else waiting.push(send);
    });
  };
  const urls = (count: number) =>
    Array.from({ length: count }, (_, index) => {
      const name = names[index % names.length]!;
      const round = Math.floor(index / names.length);
      const path = round === 0 ? `/${name}` : `/${name}?${round}`;
      serve(path, name);
      return origin.url(path);
    });
  urls(names.length);
  return { ...origin, urls, letThrough };
}
