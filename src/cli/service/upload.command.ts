import { randomUUID } from 'node:crypto';
import type { Command } from '../command-line';
import type { Console } from '../console';
import { ExitCode, exitCodeOf } from '../exit-code';
import { progressOn, waitingOn } from '../progress';
import { openSourceFile } from '../source-file';
import { summaryOf } from '../summary';
import { ServiceClient } from './service-client';

/** Uploads a file, once however often it must be sent; its request's id is all that goes to the standard output. */
export async function upload(
  { file, fields, service, idempotencyKey = randomUUID(), wait }: Extract<Command, { name: 'upload' }>,
  console: Console,
  signal: AbortSignal,
): Promise<ExitCode> {
  const client = new ServiceClient(service, signal, waitingOn(console.err));
  // What is wrong with the file itself needs no service to be told.
  (await openSourceFile(file)).destroy();
  await client.reach();
  const { request_id: id } = await client.upload(file, fields, idempotencyKey);
  console.out.write(`${id}\n`);
  if (!wait) return ExitCode.Done;
  const status = await client.follow(id, progressOn(console.err));
  console.err.write(`${summaryOf(status)}\n`);
  return exitCodeOf(status);
}
