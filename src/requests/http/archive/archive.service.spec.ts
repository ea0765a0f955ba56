import { once } from 'node:events';
import { Readable } from 'node:stream';
import type { Storage } from '../../../storage';
import type { RequestEntity } from '../../request.entity';
import type { DownloadService } from '../download/download.service';
import type { ArchiveEntries } from './archive-entries';
import { ArchiveService } from './archive.service';

it('lets go of everything when its reader leaves while a picture is opened', async () => {
  let read = 0;
  async function* entries() {
    for (; read < 1_000; read++) yield await Promise.resolve({ key: `${read}`, name: `${read}.jpg` });
  }
  let open: (file: Readable) => void = () => undefined;
  const opening = new Promise<void>(asked => {
    const storage = { read: () => new Promise<Readable>(resolve => ((open = resolve), asked())) };
    const archives = new ArchiveService(
      { of: entries } as unknown as ArchiveEntries,
      { output: () => [] } as unknown as DownloadService,
      storage as unknown as Storage,
    );
    archive = archives.archive({ id: 'id', filename: 'a.csv' } as RequestEntity);
  });
  await opening;

  archive!.destroy();
  await once(archive!, 'close');
  const file = Readable.from(['never read']);
  const closed = once(file, 'close');
  open(file);

  await closed;
  await new Promise(setImmediate);
  expect(read).toBe(0);
});

let archive: Readable | undefined;
