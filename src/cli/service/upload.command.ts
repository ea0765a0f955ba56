import type { Command } from '../command-line';
import type { Console } from '../console';
import { ExitCode, exitCodeOf } from '../exit-code';
import { progressOn } from '../progress';
import { summaryOf } from '../summary';
import { ServiceClient } from './service-client';

/** Uploads a file; its request's id is all that goes to the standard output. */
export async function upload(
  { file, fields, service, wait }: Extract<Command, { name: 'upload' }>,
  console: Console,
  signal: AbortSignal,
): Promise<ExitCode> {
  const client = new ServiceClient(service, signal);
  const { request_id: id } = await client.upload(file, fields);
  console.out.write(`${id}\n`);
  if (!wait) return ExitCode.Done;
  const status = await client.follow(id, progressOn(console.err));
  console.err.write(`${summaryOf(status)}\n`);
  return exitCodeOf(status);
}
