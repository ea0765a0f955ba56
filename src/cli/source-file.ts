import { once } from 'node:events';
import { createReadStream, type ReadStream } from 'node:fs';

/** The content of a file that can be read. @throws what the file system says of it, with its path */
export async function openSourceFile(path: string): Promise<ReadStream> {
  const content = createReadStream(path);
  try {
    await once(content, 'readable');
  } catch (error) {
    // Of a folder it names none: it can be opened, and is not read then.
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
  return content;
}
