import { readFile } from 'node:fs/promises';
import { CATALOGUE_ORIGIN, servePictures } from '../../examples/serve.mjs';

/** Serves the sample's pictures, on the port that its CSV names if that is free, else the CSV is changed. */
export async function openCatalogue() {
  const usual = Number(new URL(CATALOGUE_ORIGIN).port);
  const server = await servePictures(usual).catch(() => servePictures(0));
  const host = `127.0.0.1:${server.address().port}`;
  const csv = await readFile(new URL('../../examples/catalogue.csv', import.meta.url), 'utf8');
  return { name: 'catalogue.csv', host, csv: csv.replaceAll(CATALOGUE_ORIGIN, `http://${host}`) };
}
