import { once } from 'node:events';
import { createReadStream, type ReadStream } from 'node:fs';

/** Opens a file that can be read. @throws the file system's error, with the path */
export async function openSourceFile(path: string): Promise<ReadStream> {
  const content = createReadStream(path);
  try {
    await once(content, 'readable');
  } catch (error) {
    // For a folder the error names none: a folder can be opened, and only reading it fails.
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
  return content;
}
