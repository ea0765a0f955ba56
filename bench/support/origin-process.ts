/**
 * An image host: `/<milliseconds of latency>/<anything>/<file>` is a file of the folder in its first argument, and
 * `/later/…` asks to come back in an hour.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const folder = process.argv[2] ?? '';
const files = readdirSync(folder).filter(name => !name.startsWith('.'));
const bodies = new Map(files.map(name => [name, readFileSync(join(folder, name))]));

const server = createServer((request, response) => {
  const [, latency = '', , name = ''] = (request.url ?? '').split('/');
  const body = bodies.get(name);
  if (latency === 'later') response.writeHead(429, { 'retry-after': '3600' }).end();
  else if (!body) response.writeHead(404).end();
  else {
    const send = () => response.writeHead(200, { 'content-length': body.length }).end(body);
    if (Number(latency) > 0) setTimeout(send, Number(latency));
    else send();
  }
});
// The clients decide how long they keep their connections.
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
