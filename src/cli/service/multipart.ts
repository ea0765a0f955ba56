import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { openSourceFile } from '../source-file';

/**
 * Streams a form with a file: Node's own `FormData` wants the file in memory.
 * @throws the file system's error for the file
 */
export async function multipartForm(
  path: string,
  fields: Record<string, string>,
): Promise<{ type: string; body: ReadableStream }> {
  const boundary = `darkroom-${randomUUID()}`;
  const content = await openSourceFile(path);
  const parts = Readable.from(partsOf(boundary, basename(path), content, fields), { objectMode: false });
  return { type: `multipart/form-data; boundary=${boundary}`, body: Readable.toWeb(parts) as ReadableStream };
}

async function* partsOf(
  boundary: string,
  filename: string,
  content: AsyncIterable<Buffer>,
  fields: Record<string, string>,
): AsyncGenerator<string | Buffer> {
  const head = (name: string, more = '') =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
  for (const [name, value] of Object.entries(fields)) yield `${head(name)}${value}\r\n`;
  yield head('file', `; filename="${quotable(filename)}"`);
  yield* content;
  yield `\r\n--${boundary}--\r\n`;
}

/** Escapes a name in a form as browsers do. */
const quotable = (name: string) =>
  name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
