import { type CatalogueRow, type ProductRow, type SkippedRow } from '../../csv';
import { imageIdOf } from '../../images';
import type { UrlLeaders } from './url-leaders';

/** An image whose URL probably came before. */
export interface Repetition {
  /** The place of the image in the chunk. */
  index: number;
  url: string;
  /** The part that it plays: it follows a leader, or leads the next group. */
  kind: 'follower' | 'leader';
  /** The leader that it follows, or the first image with the URL whose result it takes over. */
  ofId: string;
  /** The URL of the image with that id, if it is in the same chunk; null if it is in the table. */
  ofUrl: string | null;
}

/** Text in cells that counts as much as an image: descriptions in HTML are to be held a few at a time. */
const CHARACTERS_LIKE_AN_IMAGE = 2_000;

/** Rows of a catalogue that go into the tables together. */
export class Chunk {
  readonly products: ProductRow[] = [];
  readonly skipped: SkippedRow[] = [];
  /** The URLs of its images, in their order. */
  readonly urls: string[] = [];
  private weight = 0;

  /**
   * @param firstSequence the sequence of its first image within the request
   * @param lastRow the last data row in it, or before it while it is empty
   */
  constructor(
    readonly requestId: string,
    readonly firstSequence: number,
    public lastRow = 0,
  ) {}

  /** The sequence of the first image behind it. */
  get nextSequence(): number {
    return this.firstSequence + this.urls.length;
  }

  add(row: CatalogueRow): void {
    this.lastRow = row.row;
    this.weight += row.weight;
    if (row.kind === 'skipped') {
      this.skipped.push(row);
      return;
    }
    this.products.push(row);
    this.urls.push(...row.imageUrls);
  }

  /** The number of its images or rows, or the weight of these in images, whichever is more. */
  get size(): number {
    const rows = this.products.length + this.skipped.length;
    return Math.max(this.urls.length, rows, this.weight / CHARACTERS_LIKE_AN_IMAGE);
  }

  /** Finds the images of the chunk whose URLs were seen before, within the chunk or in earlier ones. */
  repetitions(leaders: UrlLeaders): Repetition[] {
    const { requestId, firstSequence, urls } = this;
    return urls.flatMap((url, index) => {
      const found = leaders.add(url, firstSequence + index);
      if (found.kind === 'first') return [];
      const of = found.kind === 'follower' ? found.leader : found.first;
      const ofUrl = urls[of - firstSequence] ?? null;
      return [{ index, url, kind: found.kind, ofId: imageIdOf(requestId, of), ofUrl }];
    });
  }
}
