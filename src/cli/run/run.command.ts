import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ForeseenError } from '../../common/foreseen-error';
import { DataDirLockedError, removeDataDir } from '../../embedded';
import { type Program, startProgram } from '../../program';
import type { RequestStatusDto } from '../../requests';
import { ArchiveEntries, DownloadService } from '../../requests/http';
import { Storage } from '../../storage';
import type { Command } from '../command-line';
import type { Console } from '../console';
import { ExitCode, exitCodeOf } from '../exit-code';
import { progressOn } from '../progress';
import { ServiceClient } from '../service/service-client';
import { summaryOf } from '../summary';
import { ResultFolder } from './result-folder';
import { digestOf, readState, STATE_FOLDER, writeState } from './run-state';
import { RUN_OWNER, useRunSettings } from './run.settings';

type RunCommand = Extract<Command, { name: 'run' }>;

/**
 * Does the whole job in this process: the service with servers of its own, which nobody else can reach, one upload, and
 * its results in a folder. When interrupted, it leaves its state there, and the same command continues from it.
 */
export async function run(command: RunCommand, console: Console, signal: AbortSignal): Promise<ExitCode> {
  const digest = await digestOf(command.file, command.fields);
  const stateFolder = join(resolve(command.out), STATE_FOLDER);
  await mkdir(stateFolder, { recursive: true });
  const apiKey = randomBytes(24).toString('hex');
  useRunSettings({ dataDir: stateFolder, apiKey, privateHosts: command.privateHosts });
  const program = await start(command.out, stateFolder);
  let status: RequestStatusDto | null = null;
  try {
    const service = new ServiceClient({ url: program.url, key: apiKey }, signal);
    const id = await begin(service, command, stateFolder, digest, console);
    const finished = await service.follow(id, progressOn(console.err));
    await save(program, command.out, finished, console, signal);
    status = finished;
    return exitCodeOf(status);
  } finally {
    await program.stop();
    if (status !== null || (await isUnused(stateFolder))) await removeDataDir(stateFolder);
  }
}

class FolderInUseError extends ForeseenError {
  override readonly name = 'FolderInUseError';
}

/** Starts the service. Where it does not start, nothing is left of a folder that was made for it. */
async function start(out: string, stateFolder: string): Promise<Program> {
  try {
    return await startProgram(() => undefined);
  } catch (error) {
    // It stays where it holds something: an earlier run may be gone on with.
    await rmdir(stateFolder).catch(() => undefined);
    if (!(error instanceof DataDirLockedError)) throw error;
    const what = `Another run (process ${error.pid}) writes to ${out}`;
    throw new FolderInUseError(`${what}: wait for its end, or give this one another --out folder`);
  }
}

/** Whether there is nothing to continue: the file was refused. */
async function isUnused(stateFolder: string): Promise<boolean> {
  return (await readState(stateFolder))?.requestId === null;
}

/** Goes on with the request of an earlier run of the same file and options, else uploads it. @returns its id */
async function begin(
  service: ServiceClient,
  { file, fields }: RunCommand,
  stateFolder: string,
  digest: string,
  console: Console,
): Promise<string> {
  const earlier = await readState(stateFolder);
  const isSame = earlier?.digest === digest;
  if (isSame && earlier.requestId !== null) {
    console.err.write('Going on where it was interrupted.\n');
    return earlier.requestId;
  }
  const key = isSame ? earlier.key : randomUUID();
  // A refused file must not cost what was begun before.
  if (!earlier?.requestId) await writeState(stateFolder, { digest, key, requestId: null });
  const { request_id: requestId } = await service.upload(file, fields, key);
  await writeState(stateFolder, { digest, key, requestId });
  if (earlier?.requestId) await service.cancel(earlier.requestId);
  return requestId;
}

async function save(
  program: Program,
  out: string,
  status: RequestStatusDto,
  console: Console,
  signal: AbortSignal,
): Promise<void> {
  const downloads = program.find(DownloadService);
  const request = await downloads.finishedRequest(RUN_OWNER, status.request_id);
  const folder = new ResultFolder(out, program.find(ArchiveEntries), downloads, program.find(Storage));
  const { output, rejects } = await folder.save(request, status.failed_csv_url !== null, signal);
  console.out.write(`${summaryOf(status)}\n${output}\n`);
  if (rejects) console.out.write(`${rejects}: what failed and why; correct it and run that file\n`);
}
