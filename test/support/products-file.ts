import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes the folder, with a `products.csv` in it. @returns the file's path */
export async function productsFile(folder: string, content: string): Promise<string> {
  await mkdir(folder);
  const path = join(folder, 'products.csv');
  await writeFile(path, content);
  return path;
}

/** The folder for its results: beside the file. */
export const outOf = (file: string) => join(file, '..', 'out');
