import { once } from 'node:events';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ZipFile } from 'yazl';
import { outputFilename } from '../../../csv';
import { outputStorageKey } from '../../../images';
import { Storage } from '../../../storage';
import type { RequestEntity } from '../../request.entity';
import { CatalogueRows, type StoredRow } from '../download/catalogue-rows';
import { DownloadService } from '../download/download.service';
import { entryName, folderKey } from './entry-names';

/** Pictures are compressed already. */
const AS_IT_IS = { compress: false };

/** Packs the results of a request while they are sent. */
@Injectable()
export class ArchiveService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly rows: CatalogueRows,
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
    zip.addReadStreamLazy(outputFilename(request.filename), done =>
      done(null, Readable.from(this.downloads.output(request))),
    );
    const repeated = await this.repeatedFolders(request.id);
    for await (const batch of this.rows.read(request.id, false)) {
      for (const row of batch) {
        for (const { key, name } of imagesOf(row, repeated)) await this.add(zip, output, key, name);
      }
    }
    zip.end();
  }

  /** One after the other: a million open files would be too many, and whoever reads sets the pace. */
  private async add(zip: ZipFile, output: Readable, key: string, name: string): Promise<void> {
    // Whoever read it has gone.
    if (output.destroyed) return;
    const file = await this.storage.read(key);
    const letGo = () => file.destroy();
    output.once('close', letGo);
    zip.addReadStream(file, name, AS_IT_IS);
    await once(file, 'close');
    output.off('close', letGo);
  }

  /** Folders that several products would share. */
  private async repeatedFolders(requestId: string): Promise<Set<string>> {
    const seen = new Set<string>();
    const repeated = new Set<string>();
    const names = await this.dataSource.query<{ name: string }[]>(
      'SELECT product_name AS name FROM products WHERE request_id = $1',
      [requestId],
    );
    for (const { name } of names) {
      const key = folderKey(name);
      if (seen.has(key)) repeated.add(key);
      seen.add(key);
    }
    return repeated;
  }
}

function imagesOf(row: StoredRow, repeated: Set<string>): { key: string; name: string }[] {
  if (row.kind === 'skipped') return [];
  const { productName: name, serialNumber } = row.product;
  const product = { name, serial: serialNumber ?? row.row, isRepeated: repeated.has(folderKey(name)) };
  return row.images.flatMap(({ outputFile, position }) => {
    const key = outputFile && outputStorageKey(outputFile);
    return key ? [{ key, name: entryName(product, position, key.slice(key.lastIndexOf('.') + 1)) }] : [];
  });
}
