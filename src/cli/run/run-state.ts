import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { UploadFields } from '../command-line';
import { openSourceFile } from '../source-file';

/** Holds the databases and files of a run until it is done, in the folder that it writes to. */
export const STATE_FOLDER = '.darkroom';

const STATE_FILE = 'run.json';

/** The run that was begun in a folder: its file and options, its `Idempotency-Key` and its request. */
export interface RunState {
  digest: string;
  key: string;
  /** The request; null when the upload was begun, and nobody knows whether it ended. */
  requestId: string | null;
}

/** Tells a file with its options from any other. @throws the file system's error for the file */
export async function digestOf(file: string, fields: UploadFields): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(await openSourceFile(file), hash);
  hash.update(JSON.stringify(Object.entries(fields).sort()));
  return hash.digest('hex');
}

export async function readState(stateFolder: string): Promise<RunState | null> {
  try {
    return JSON.parse(await readFile(join(stateFolder, STATE_FILE), 'utf8')) as RunState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export async function writeState(stateFolder: string, state: RunState): Promise<void> {
  await mkdir(stateFolder, { recursive: true });
  const path = join(stateFolder, STATE_FILE);
  await writeFile(`${path}.part`, JSON.stringify(state));
  await rename(`${path}.part`, path);
}
