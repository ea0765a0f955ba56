import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { archiveFilename, outputFilename, rejectsFilename } from '../../csv';
import type { Command } from '../command-line';
import type { Console } from '../console';
import { ExitCode, exitCodeOf } from '../exit-code';
import { ServiceClient } from './service-client';

/** Saves the results of a finished request, and says where. */
export async function download(
  { id, out, service, csvOnly }: Extract<Command, { name: 'download' }>,
  console: Console,
): Promise<ExitCode> {
  const client = new ServiceClient(service);
  const status = await client.status(id);
  await mkdir(out, { recursive: true });
  const save = async (path: string, name: string) => {
    const file = join(out, name);
    await saveBody(await client.call(path), file);
    console.out.write(`${file}\n`);
  };
  await save(`/api/download/${status.request_id}`, outputFilename(status.filename));
  if (status.failed_csv_url) {
    await save(`/api/download/${status.request_id}/failed`, rejectsFilename(status.filename));
  }
  if (!csvOnly) await save(`/api/archive/${status.request_id}`, archiveFilename(status.filename));
  return exitCodeOf(status);
}

/** Under its name only when all of it is there. */
async function saveBody(answer: Response, file: string): Promise<void> {
  const part = `${file}.part`;
  await pipeline(Readable.fromWeb(answer.body as ReadableStream), createWriteStream(part));
  await rename(part, file);
}
