import type { Undoing } from './bench';
import { HelperProcess } from './helper-process';
import type { Picture, PictureSet } from './pictures';

/** A picture and where it is fetched. */
export interface Offer {
  url: string;
  picture: Picture;
}

/** An image host in a process of its own. */
export class Origin {
  private sets = 0;

  private constructor(
    private readonly port: number,
    private readonly set: PictureSet,
  ) {}

  static async start(undoing: Undoing, set: PictureSet): Promise<Origin> {
    const process = HelperProcess.start(undoing, 'origin-process', [set.folder]);
    return new Origin(await process.ask<number>(), set);
  }

  /** So many pictures, over and over the same, at URLs that were never used before. */
  offer(count: number, latencyMs = 0): Offer[] {
    const base = `http://127.0.0.1:${this.port}/${latencyMs}/${this.sets++}`;
    const { pictures } = this.set;
    return Array.from({ length: count }, (_, index) => {
      const picture = pictures[index % pictures.length]!;
      return { url: `${base}-${Math.floor(index / pictures.length)}/${picture.file}`, picture };
    });
  }

  /** What `/<anything>/<file>` may be added to. */
  get now(): string {
    return `http://127.0.0.1:${this.port}/0`;
  }

  /** The same, where it asks to come back in an hour. */
  get later(): string {
    return `http://127.0.0.1:${this.port}/later`;
  }
}
