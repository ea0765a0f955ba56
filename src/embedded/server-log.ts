import { openSync } from 'node:fs';
import { open, rename, stat } from 'node:fs/promises';

const ROTATE_AT_BYTES = 5 * 1024 * 1024;
const TAIL_BYTES = 2_000;

/** The log of a server; the former one, once large, is kept as `<name>.log.1`. */
export interface ServerLog {
  /** The file to hand to the server, and to close here. */
  fd: number;
  /** The end of what was written since it was opened. */
  tail(): Promise<string>;
}

export async function openServerLog(folder: string, name: string): Promise<ServerLog> {
  const file = `${folder}/${name}.log`;
  let start = await sizeOf(file);
  if (start > ROTATE_AT_BYTES) {
    await rename(file, `${file}.1`);
    start = 0;
  }
  return { fd: openSync(file, 'a', 0o600), tail: () => readTail(file, start) };
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

async function readTail(file: string, start: number): Promise<string> {
  const from = Math.max(start, (await sizeOf(file)) - TAIL_BYTES);
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, from);
    return buffer.toString('utf8', 0, bytesRead).trim();
  } finally {
    await handle.close();
  }
}
