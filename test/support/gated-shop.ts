import { picture } from '../factories/images';
import { type Origin, startOrigin } from './origin';
import { sizeOf } from './shop';

/** A shop whose answers a test holds back, lets go, or makes 404s. */
export interface GatedShop extends Origin {
  picture(n: number): string;
  /** How many requests are held back at this moment. */
  waiting(): number;
  /** From now on every request is held back. */
  hold(): void;
  /** What is held back is answered, and from now on everything at once. */
  release(): void;
  /** Answers 404 for these, and for these only. */
  refuse(pictures: number[]): void;
  /** How often a picture was asked for. */
  asked(n: number): number;
}

export async function startGatedShop(count: number): Promise<GatedShop> {
  const origin = await startOrigin();
  const waiting = new Set<() => void>();
  let isHeld = false;
  let refused = new Set<number>();
  for (let n = 0; n < count; n++) {
    const { width, height } = sizeOf(n);
    const body = await picture(width, height).jpeg({ quality: 95 }).toBuffer();
    origin.serve(`/${n}.jpg`, (request, response) => {
      const answer = () => {
        waiting.delete(answer);
        if (refused.has(n)) response.writeHead(404).end();
        else response.writeHead(200, { 'content-length': body.byteLength }).end(body);
      };
      if (!isHeld) return answer();
      waiting.add(answer);
      request.once('close', () => waiting.delete(answer));
    });
  }
  return {
    ...origin,
    picture: n => origin.url(`/${n}.jpg`),
    waiting: () => waiting.size,
    hold: () => void (isHeld = true),
    release: () => {
      isHeld = false;
      for (const answer of [...waiting]) answer();
    },
    refuse: pictures => void (refused = new Set(pictures)),
    asked: n => origin.requests(`/${n}.jpg`).length,
  };
}
