import type { Storage } from '../../storage';
import { type Folder, isOwnKey } from './own-keys';

/** The number of keys looked up in one query. */
const BATCH = 1_000;

/**
 * Keys that Darkroom made below a folder and last wrote before that time, some at a time. Ends early when
 * told to stop.
 */
export async function* olderKeys(
  storage: Storage,
  folder: Folder,
  time: Date,
  isStopping: () => boolean,
): AsyncGenerator<string[]> {
  let batch: string[] = [];
  for await (const { key, changedAt } of storage.list(folder)) {
    if (isStopping()) return;
    if (changedAt >= time || !isOwnKey(key)) continue;
    batch.push(key);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
