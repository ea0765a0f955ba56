import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';

/** A form with a file, streamed: Node's own `FormData` wants the file in memory. */
export function multipartForm(
  path: string,
  fields: Record<string, string>,
): { type: string; body: ReadableStream } {
  const boundary = `darkroom-${randomUUID()}`;
  const parts = Readable.from(partsOf(boundary, path, fields), { objectMode: false });
  return { type: `multipart/form-data; boundary=${boundary}`, body: Readable.toWeb(parts) as ReadableStream };
}

async function* partsOf(
  boundary: string,
  path: string,
  fields: Record<string, string>,
): AsyncGenerator<string | Buffer> {
  const head = (name: string, more = '') =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
  for (const [name, value] of Object.entries(fields)) yield `${head(name)}${value}\r\n`;
  yield head('file', `; filename="${quotable(basename(path))}"`);
  yield* createReadStream(path) as AsyncIterable<Buffer>;
  yield `\r\n--${boundary}--\r\n`;
}

/** As browsers write a name into a form. */
const quotable = (name: string) =>
  name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
