import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CATALOGUE_ORIGIN, servePictures } from '../../examples/serve.mjs';
import { DATA_DIR } from './demo-service.mjs';

/** Serves the sample's pictures, and copies its CSV: it names another port where the usual one is taken. */
export async function openCatalogue() {
  const usual = Number(new URL(CATALOGUE_ORIGIN).port);
  const server = await servePictures(usual).catch(() => servePictures(0));
  const host = `127.0.0.1:${server.address().port}`;
  const csv = await readFile(new URL('../../examples/catalogue.csv', import.meta.url), 'utf8');
  const file = join(DATA_DIR, 'catalogue.csv');
  await mkdir(DATA_DIR, { recursive: true });
  await writeFile(file, csv.replaceAll(CATALOGUE_ORIGIN, `http://${host}`));
  return { file, host };
}
