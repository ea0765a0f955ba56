import { once } from 'node:events';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { ZipFile } from 'yazl';
import { outputFilename } from '../../../csv';
import { Storage } from '../../../storage';
import type { RequestEntity } from '../../request.entity';
import { DownloadService } from '../download/download.service';
import { ArchiveEntries, type ArchiveEntry } from './archive-entries';
import { portableName } from './entry-names';

/** The compression level of entries: pictures are compressed already. */
const AS_IT_IS = { compress: false };

/** Packs the results of a request while they are sent. */
@Injectable()
export class ArchiveService {
  constructor(
    private readonly entries: ArchiveEntries,
    private readonly downloads: DownloadService,
    private readonly storage: Storage,
  ) {}

  /** A ZIP with a folder for each product, and the output CSV. An error on the way breaks the stream off. */
  archive(request: RequestEntity): Readable {
    const zip = new ZipFile();
    const output = zip.outputStream as Readable;
    zip.on('error', (error: Error) => output.destroy(error));
    this.fill(zip, output, request).catch((error: Error) => output.destroy(error));
    return output;
  }

  private async fill(zip: ZipFile, output: Readable, request: RequestEntity): Promise<void> {
    zip.addReadStreamLazy(outputFilename(portableName(request.filename)), done =>
      done(null, Readable.from(this.downloads.output(request))),
    );
    for await (const entry of this.entries.of(request)) {
      await this.add(zip, output, entry);
      // The reader has gone.
      if (output.destroyed) return;
    }
    zip.end();
  }

  /** Adds one entry after the other: a million open files would be too many, and the reader sets the pace. */
  private async add(zip: ZipFile, output: Readable, { key, name }: ArchiveEntry): Promise<void> {
    const file = await this.storage.read(key);
    const letGo = () => file.destroy();
    if (output.destroyed) return void letGo();
    output.once('close', letGo);
    zip.addReadStream(file, name, AS_IT_IS);
    await once(file, 'close');
    output.off('close', letGo);
  }
}
