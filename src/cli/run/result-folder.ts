import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { outputFilename, rejectsFilename } from '../../csv';
import type { RequestEntity } from '../../requests';
import type { ArchiveEntries, DownloadService } from '../../requests/http';
import type { Storage } from '../../storage';
import { relativeReference } from './relative-reference';

/** The results of a run: images by product as in an archive, the output CSV, and the rejects if there are any. */
export class ResultFolder {
  constructor(
    private readonly folder: string,
    private readonly entries: ArchiveEntries,
    private readonly downloads: DownloadService,
    private readonly storage: Storage,
  ) {}

  /** @returns the paths of its CSV files; null where there are no rejects */
  async save(
    request: RequestEntity,
    hasRejects: boolean,
    signal: AbortSignal,
  ): Promise<{ output: string; rejects: string | null }> {
    for await (const { key, name } of this.entries.of(request)) {
      await this.write(name, await this.storage.read(key), signal);
    }
    const nameOf = await this.entries.namesOf(request);
    const csv = this.downloads.output(request, (product, image) => {
      const entry = nameOf(product, image);
      return entry && relativeReference(entry.name);
    });
    const output = await this.write(outputFilename(request.filename), Readable.from(csv), signal);
    const rejectsName = rejectsFilename(request.filename);
    if (hasRejects) {
      return {
        output,
        rejects: await this.write(rejectsName, Readable.from(this.downloads.rejects(request)), signal),
      };
    }
    // Rejects of an earlier run of the same file: this run may have been about them.
    await rm(join(this.folder, rejectsName), { force: true });
    return { output, rejects: null };
  }

  private async write(name: string, content: Readable, signal: AbortSignal): Promise<string> {
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true });
    await pipeline(content, createWriteStream(path), { signal });
    return path;
  }
}
