import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { FollowerImages, Ledger } from '../../images';
import { ProcessingLog, type RequestEntity } from '../../requests';
import type { Repetition } from './chunk';
import { type ChunkLines, IMAGE_COLUMNS, PRODUCT_COLUMNS, SKIPPED_COLUMNS } from './chunk-lines';
import { copyInto } from './copy';
import { ImportClaims } from './import-claims';

/** The rows that go into the tables together. */
export interface PreparedChunk {
  lines: ChunkLines;
  repetitions: Repetition[];
  /** The number of the file's data rows that are in the tables with this chunk. */
  rows: number;
  /** The number of the request's images that are in the tables with this chunk. */
  images: number;
  /** Whether this is the last chunk. */
  done: boolean;
}

/** Brings a chunk into the tables, together with how far the import came: all of it or nothing. */
@Injectable()
export class ChunkWriter {
  constructor(
    private readonly ledger: Ledger,
    private readonly followers: FollowerImages,
    private readonly claims: ImportClaims,
    private readonly log: ProcessingLog,
  ) {}

  /**
   * Writes a chunk.
   * @param onSent is called when all of its images are sent, and Postgres has yet to put them in place: never where
   * there are none, and again where the transaction is repeated
   * @throws ImportLostError when another process has taken the import over
   */
  async write(request: RequestEntity, chunk: PreparedChunk, onSent: () => void): Promise<void> {
    const { lines, repetitions, rows, images, done } = chunk;
    await this.ledger.transact(async tx => {
      await lookUpByIndex(tx);
      const followers = lines.repeat(await this.confirm(tx, repetitions));
      await copyInto(tx, PRODUCT_COLUMNS, lines.products);
      await copyInto(tx, SKIPPED_COLUMNS, lines.skipped);
      await copyInto(tx, IMAGE_COLUMNS, lines.images, onSent);
      const moves = await this.followers.catchUp(tx, followers);
      await this.claims.advance(tx, request, { rows, images, done });
      if (done) await this.logImported(tx, request, rows, images);
      // The last image may have had its end before the last row came.
      return { moves, touched: done ? [request.id] : [], result: undefined };
    });
  }

  /** Keeps the true repetitions, and locks their leaders: equal fingerprints are not yet equal URLs. */
  private async confirm(tx: EntityManager, repetitions: Repetition[]): Promise<Repetition[]> {
    const earlier = repetitions.filter(({ ofUrl }) => ofUrl === null).map(({ ofId }) => ofId);
    const leaders = await this.followers.lockLeaders(tx, [...new Set(earlier)]);
    const urls = new Map(leaders.map(({ id, url }) => [id, url]));
    return repetitions.filter(({ url, ofId, ofUrl }) => (ofUrl ?? urls.get(ofId)) === url);
  }

  private async logImported(
    tx: EntityManager,
    request: RequestEntity,
    rows: number,
    images: number,
  ): Promise<void> {
    const message = `Imported ${rows} rows with ${images} images`;
    await this.log.write(tx, [
      { requestId: request.id, imageId: null, step: 'import', status: 'success', message },
    ]);
  }
}

/**
 * Postgres plans the checks of foreign keys once a session. Planned while a table has a few pages they read all of
 * it, and go on doing so for each row when it has a million: 300,000 rows took 50 to 160 s instead of 22.
 */
async function lookUpByIndex(tx: EntityManager): Promise<void> {
  await tx.query('SET LOCAL enable_seqscan = off');
}
