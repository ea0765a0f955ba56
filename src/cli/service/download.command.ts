import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { archiveFilename, outputFilename, rejectsFilename } from '../../csv';
import type { RequestStatusDto } from '../../requests';
import type { Command } from '../command-line';
import type { Console } from '../console';
import { ExitCode, exitCodeOf } from '../exit-code';
import { describe } from '../progress';
import { ServiceClient } from './service-client';
import { ServiceError } from './service.error';

/** Saves the results of a request and says where; for one that still runs, on demand, the results so far. */
export async function download(
  { id, out, service, csvOnly, partial }: Extract<Command, { name: 'download' }>,
  console: Console,
  signal: AbortSignal,
): Promise<ExitCode> {
  const client = new ServiceClient(service, signal);
  const status = await client.status(id);
  const isFinished = status.completed_at !== null;
  if (!isFinished && !partial) throw new ServiceError(unfinished(status), null);
  await mkdir(out, { recursive: true });
  const save = async (path: string, name: string) => {
    const file = join(out, name);
    await saveWhole(client.body(path), file);
    console.out.write(`${file}\n`);
  };
  const { request_id, filename } = status;
  await save(`/api/download/${request_id}?partial=${partial}`, outputFilename(filename));
  if (status.failed_csv_url) await save(`/api/download/${request_id}/failed`, rejectsFilename(filename));
  if (isFinished && !csvOnly) await save(`/api/archive/${request_id}`, archiveFilename(filename));
  return isFinished ? exitCodeOf(status) : ExitCode.Done;
}

const unfinished = (status: RequestStatusDto) =>
  `${status.status}: ${describe(status)}. Wait until it has finished, or take what there is so far with --partial.`;

/** Writes a file that gets its name only when it is complete, and leaves nothing otherwise. */
async function saveWhole(content: AsyncIterable<Uint8Array>, file: string): Promise<void> {
  const part = `${file}.part`;
  try {
    await pipeline(content, createWriteStream(part));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
