import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { RequestEntity } from '../../requests';
import type { ArchiveEntries, DownloadService } from '../../requests/http';
import type { Storage } from '../../storage';
import { ResultFolder } from './result-folder';

describe('the results of a run', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'darkroom-results-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('are not saved to the end when it is interrupted', async () => {
    const interrupted = new AbortController();
    const read: string[] = [];
    const entries = {
      of: () => Readable.from(['a.jpg', 'b.jpg', 'c.jpg'].map(name => ({ key: name, name }))),
    };
    const storage = {
      read: (key: string) => {
        read.push(key);
        if (key === 'b.jpg') interrupted.abort();
        return Promise.resolve(Readable.from([Buffer.from(key)]));
      },
    };
    const results = new ResultFolder(
      folder,
      entries as unknown as ArchiveEntries,
      {} as DownloadService,
      storage as unknown as Storage,
    );
    await expect(results.save({} as RequestEntity, false, interrupted.signal)).rejects.toThrow('aborted');
    expect(read).toEqual(['a.jpg', 'b.jpg']);
  });
});
