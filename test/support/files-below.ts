import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Every file below a folder, by its path there; none where there is no such folder. */
export async function filesBelow(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const found = names.map(async name => ((await stat(join(folder, name))).isFile() ? [name] : []));
  return (await Promise.all(found)).flat();
}
