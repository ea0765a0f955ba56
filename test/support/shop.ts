import { setTimeout as delay } from 'node:timers/promises';
import { picture } from '../factories/images';
import { type Origin, startOrigin } from './origin';

const SMALLEST = 40;
const WIDTHS = 64;

/** The size of a shop's n-th picture: no two have the same, so that a result shows whose it is. */
export const sizeOf = (n: number) => ({
  width: SMALLEST + (n % WIDTHS),
  height: SMALLEST + Math.floor(n / WIDTHS),
});

/** An origin with as many different pictures as a test needs, at `/<n>.jpg`. */
export interface Shop extends Origin {
  picture(n: number): string;
  /** The URLs of the first so many. */
  pictures(count: number, first?: number): string[];
}

interface ShopOptions {
  /** What each picture takes to come. */
  latencyMs?: number;
  /** Awaited before each answer. */
  gate?: () => Promise<unknown>;
}

export async function startShop(
  count: number,
  { latencyMs = 0, gate = () => Promise.resolve() }: ShopOptions = {},
): Promise<Shop> {
  const origin = await startOrigin();
  for (let n = 0; n < count; n++) {
    const { width, height } = sizeOf(n);
    const body = await picture(width, height).jpeg({ quality: 95 }).toBuffer();
    origin.serve(`/${n}.jpg`, (_request, response) => {
      void Promise.all([delay(latencyMs), gate()]).then(() =>
        response.writeHead(200, { 'content-length': body.byteLength }).end(body),
      );
    });
  }
  const url = (n: number) => origin.url(`/${n}.jpg`);
  return {
    ...origin,
    picture: url,
    pictures: (some, first = 0) => Array.from({ length: some }, (_, index) => url(first + index)),
  };
}

/** Which picture of its shop a URL leads to. */
export function pictureAt(url: string): number {
  const [, n] = /\/(\d+)\.jpg$/.exec(url) ?? [];
  if (n === undefined) throw new Error(`${url} is no picture of a shop`);
  return Number(n);
}
