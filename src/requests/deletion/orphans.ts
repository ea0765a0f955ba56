import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { Storage } from '../../storage';

/** Keys looked up in one query. */
const BATCH = 1_000;

/** What is younger may belong to a row that is about to be committed. */
const SAFE_AGE_MS = 3_600_000;

/** Any number that nobody else uses for an advisory lock in this database. */
const ORPHANS_LOCK = 0x6f_72_70_68;

/** Stored files that no row refers to: what a process left that died between storing and recording. */
@Injectable()
export class Orphans {
  constructor(
    private readonly dataSource: DataSource,
    private readonly storage: Storage,
  ) {}

  /** One process at a time. @returns how many were removed */
  async remove(): Promise<number> {
    const session = this.dataSource.createQueryRunner();
    try {
      const [lock] = await session.manager.query<{ held: boolean }[]>(
        'SELECT pg_try_advisory_lock($1) AS held',
        [ORPHANS_LOCK],
      );
      if (!lock?.held) return 0;
      try {
        const images = await this.removeFrom('images', keys => this.knownImages(keys));
        const sources = await this.removeFrom('sources', keys => this.knownSources(keys));
        const partial = await this.removeFrom('partial', () => Promise.resolve([]));
        return images + sources + partial;
      } finally {
        await session.query('SELECT pg_advisory_unlock($1)', [ORPHANS_LOCK]);
      }
    } finally {
      await session.release();
    }
  }

  private async removeFrom(folder: string, known: (keys: string[]) => Promise<string[]>): Promise<number> {
    let removed = 0;
    let batch: string[] = [];
    const removeBatch = async () => {
      const referred = new Set(await known(batch));
      const orphans = batch.filter(key => !referred.has(key));
      await this.storage.remove(orphans);
      removed += orphans.length;
      batch = [];
    };
    for await (const key of this.storage.olderThan(folder, new Date(Date.now() - SAFE_AGE_MS))) {
      batch.push(key);
      if (batch.length === BATCH) await removeBatch();
    }
    if (batch.length > 0) await removeBatch();
    return removed;
  }

  private async knownImages(keys: string[]): Promise<string[]> {
    const keyOfFile = new Map(keys.map(key => [key.split('/').at(-1), key]));
    // The expression of the index images_by_stored_file.
    const rows = await this.dataSource.query<{ file: string }[]>(
      `SELECT DISTINCT substring(output_file from '[0-9a-f]{32}[.][a-z]+$') AS file FROM images
        WHERE output_file IS NOT NULL AND substring(output_file from '[0-9a-f]{32}[.][a-z]+$') = ANY($1)`,
      [[...keyOfFile.keys()]],
    );
    return rows.flatMap(({ file }) => keyOfFile.get(file) ?? []);
  }

  private async knownSources(keys: string[]): Promise<string[]> {
    const keyOfId = new Map(keys.map(key => [key.split('/').at(-1) ?? '', key]));
    const rows = await this.dataSource.query<{ id: string }[]>('SELECT id FROM requests WHERE id = ANY($1)', [
      [...keyOfId.keys()].filter(id => isUUID(id)),
    ]);
    return rows.flatMap(({ id }) => keyOfId.get(id) ?? []);
  }
}
