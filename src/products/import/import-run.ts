import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { readCatalogue } from '../../csv';
import { ImagesPendingEvent } from '../../images';
import { type RequestEntity, total } from '../../requests';
import { Storage } from '../../storage';
import { Chunk } from './chunk';
import { ChunkWriter } from './chunk-writer';
import { TableStatistics } from './table-statistics';
import { UrlLeaders } from './url-leaders';

/** The first chunk is small, so that the workers begin at once; each is twice the one before, up to the last. */
const FIRST_CHUNK_IMAGES = 200;
const LARGEST_CHUNK_IMAGES = 5_000;

/** Brings the rows of a request's file into the database, going on behind those that are there. */
@Injectable()
export class ImportRun {
  constructor(
    private readonly storage: Storage,
    private readonly writer: ChunkWriter,
    private readonly statistics: TableStatistics,
    private readonly events: EventEmitter2,
  ) {}

  /**
   * @param signal stops it between two chunks
   * @returns how many rows the file has
   * @throws ImportLostError when another process has taken the import over.
   */
  async run(request: RequestEntity, signal: AbortSignal): Promise<number> {
    const leaders = new UrlLeaders(total(request.images));
    let chunk = new Chunk(request.id, 0);
    let size = FIRST_CHUNK_IMAGES;
    for await (const { rows } of this.batches(request)) {
      for (const row of rows) {
        chunk.add(row);
        if (row.row <= request.importedRows) {
          if (row.row < request.importedRows && chunk.size < LARGEST_CHUNK_IMAGES) continue;
          // All this is in the database; only the URLs count, for those that come again.
          chunk.repetitions(leaders);
        } else {
          if (chunk.size < size) continue;
          signal.throwIfAborted();
          await this.write(request, chunk, leaders, false);
          size = Math.min(size * 2, LARGEST_CHUNK_IMAGES);
        }
        chunk = new Chunk(request.id, chunk.nextSequence, chunk.lastRow);
      }
    }
    await this.write(request, chunk, leaders, true);
    return chunk.lastRow;
  }

  private async write(
    request: RequestEntity,
    chunk: Chunk,
    leaders: UrlLeaders,
    done: boolean,
  ): Promise<void> {
    await this.writer.write(request, chunk, chunk.repetitions(leaders), done);
    await this.statistics.ensure();
    this.events.emit(ImagesPendingEvent.NAME, new ImagesPendingEvent());
  }

  private async *batches({ sourceFile, layout, limits }: RequestEntity) {
    yield* readCatalogue(await this.storage.read(sourceFile), layout, limits);
  }
}
