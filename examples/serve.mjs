import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

/** The origin in the URLs of catalogue.csv. */
export const CATALOGUE_ORIGIN = 'http://127.0.0.1:4000';

const MEDIA_TYPES = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
  gif: 'image/gif',
};

/** Serves the pictures of the sample catalogue on loopback. @param port 0 for a free one */
export async function servePictures(port) {
  const server = createServer((request, response) => void answer(request.url, response));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function answer(path, response) {
  const [, name, extension] = /^\/([\w-]+\.(\w+))$/.exec(path) ?? [];
  try {
    const picture = await readFile(new URL(`pictures/${name}`, import.meta.url));
    response.writeHead(200, { 'Content-Type': MEDIA_TYPES[extension], 'Content-Length': picture.length });
    response.end(picture);
  } catch {
    response.writeHead(404).end();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await servePictures(new URL(CATALOGUE_ORIGIN).port);
  console.log(`The sample pictures are on ${CATALOGUE_ORIGIN}, until Ctrl-C.`);
}
