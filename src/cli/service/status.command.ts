import type { Command } from '../command-line';
import type { Console } from '../console';
import { ExitCode, exitCodeOf } from '../exit-code';
import { describe } from '../progress';
import { summaryOf } from '../summary';
import { ServiceClient } from './service-client';

/** Shows how far a request is. */
export async function status(
  { id, service, json }: Extract<Command, { name: 'status' }>,
  console: Console,
  signal: AbortSignal,
): Promise<ExitCode> {
  const status = await new ServiceClient(service, signal).status(id);
  const isFinished = status.completed_at !== null;
  const words = `${status.status}: ${isFinished ? summaryOf(status) : describe(status)}`;
  console.out.write(`${json ? JSON.stringify(status, null, 2) : words}\n`);
  return isFinished ? exitCodeOf(status) : ExitCode.Done;
}
