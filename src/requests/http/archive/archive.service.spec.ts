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
  const file = Readable.from(['never read']);
  let opened: () => void = () => undefined;
  const held = new Promise<void>(resolve => (opened = resolve));
  const openFile = jest.fn(() => held.then(() => file));
  const archives = new ArchiveService(
    { of: entries } as unknown as ArchiveEntries,
    { output: () => [] } as unknown as DownloadService,
    { read: openFile } as unknown as Storage,
  );
  const archive = archives.archive({ id: 'id', filename: 'a.csv' } as RequestEntity);
  await new Promise(setImmediate);
  expect(openFile).toHaveBeenCalledTimes(1);

  archive.destroy();
  await once(archive, 'close');
  const closed = once(file, 'close');
  opened();

  await closed;
  await new Promise(setImmediate);
  expect(read).toBe(0);
});
