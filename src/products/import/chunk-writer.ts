import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { FollowerImages, Ledger } from '../../images';
import { ProcessingLog, type RequestEntity } from '../../requests';
import { type Chunk, IMAGE_COLUMNS, PRODUCT_COLUMNS, type Repetition, SKIPPED_COLUMNS } from './chunk';
import { copyInto } from './copy';
import { ImportClaims } from './import-claims';

/** Brings a chunk into the tables, together with how far the import came: all of it or nothing. */
@Injectable()
export class ChunkWriter {
  constructor(
    private readonly ledger: Ledger,
    private readonly followers: FollowerImages,
    private readonly claims: ImportClaims,
    private readonly log: ProcessingLog,
  ) {}

  /** @throws ImportLostError when another process has taken the import over. */
  async write(request: RequestEntity, chunk: Chunk, repetitions: Repetition[], done: boolean): Promise<void> {
    const images = chunk.nextSequence;
    await this.ledger.transact(async tx => {
      const confirmed = await this.confirm(tx, chunk, repetitions);
      await copyInto(tx, PRODUCT_COLUMNS, chunk.productLines());
      await copyInto(tx, IMAGE_COLUMNS, chunk.imageLines(confirmed));
      await copyInto(tx, SKIPPED_COLUMNS, chunk.skippedLines());
      const followers = [...confirmed.values()].filter(({ kind }) => kind === 'follower');
      const moves = await this.followers.catchUp(
        tx,
        followers.map(({ imageId }) => imageId),
      );
      await this.claims.advance(tx, request, { rows: chunk.lastRow, images, done });
      if (done) await this.logImported(tx, request, chunk.lastRow, images);
      // The last image may have had its end before the last row came.
      return { moves, touched: done ? [request.id] : [], result: undefined };
    });
  }

  /** The true repetitions by image, their leaders locked: equal fingerprints are not yet equal URLs. */
  private async confirm(
    tx: EntityManager,
    chunk: Chunk,
    repetitions: Repetition[],
  ): Promise<Map<string, Repetition>> {
    const urls = chunk.urls();
    const earlier = [...new Set(repetitions.map(({ ofId }) => ofId))].filter(id => !urls.has(id));
    for (const leader of await this.followers.lockLeaders(tx, earlier)) urls.set(leader.id, leader.url);
    const confirmed = repetitions.filter(({ ofId, url }) => urls.get(ofId) === url);
    return new Map(confirmed.map(repetition => [repetition.imageId, repetition]));
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
