import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express from 'express';
import request from 'supertest';
import { servePage } from './serve-page';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const REQUEST = '/requests/0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f';

let folder: string;
let app: express.Express;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'darkroom-page-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<script nonce="{{nonce}}"></script>');
  writeFileSync(join(folder, 'assets', 'index-1.js'), 'plain');
  writeFileSync(join(folder, 'assets', 'index-1.js.br'), 'brotli');
  writeFileSync(join(folder, 'assets', 'letters-1.woff2'), 'letters');
  app = express();
  servePage(app as unknown as NestExpressApplication, ['https://cdn.example.com'], folder);
  app.use((_request, response) => void response.json({ from: 'the API' }));
  // Seen red: assets read at each call, which a build in the same place takes away.
  rmSync(folder, { recursive: true });
});

const get = (path: string, accept: string) => request(app).get(path).set('Accept', accept);

it.each(['/', REQUEST, `${REQUEST}/`, '/webhooks'])('shows browsers the page at %s', async path => {
  const { headers, text } = await get(path, BROWSER).expect(200).expect('Content-Type', /html/);
  expect(headers).toMatchObject({ vary: 'Accept', 'cache-control': 'no-cache' });
  const [, nonce] = /nonce="(.+)"/.exec(text) ?? [];
  expect(headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}'`);
  expect(headers['content-security-policy']).toContain("script-src 'self';");
  expect(headers['content-security-policy']).toContain("img-src 'self' data: https://cdn.example.com;");
});

it('has a nonce of its own in each answer', async () => {
  const [first, second] = [await get('/', BROWSER), await get('/', BROWSER)];
  expect(first.text).not.toBe(second.text);
});

it.each([
  ['/', '*/*'],
  ['/', 'application/json'],
  [REQUEST, 'application/json'],
  ['/api/requests', BROWSER],
  ['/nothing', BROWSER],
  ['/assets/index-0.js', '*/*'],
  // Seen red: HTML preferred where a client takes anything.
])('leaves %s for %s to the API', async (path, accept) => {
  await get(path, accept).expect(200, { from: 'the API' });
});

it('serves assets for ever, compressed for whoever can read that', async () => {
  const cache = 'public, max-age=31536000, immutable';
  const asked = (encoding: string) =>
    get('/assets/index-1.js', '*/*').set('Accept-Encoding', encoding).buffer();
  await asked('identity')
    .expect('Cache-Control', cache)
    .expect('Content-Type', /javascript/)
    .expect(200, 'plain');
  await get('/assets/letters-1.woff2', '*/*').expect('Content-Type', 'font/woff2').expect(200);
  const { headers } = await request(app).head('/assets/index-1.js').set('Accept-Encoding', 'gzip, br');
  expect(headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' });
});

it('leaves everything to the API where the page has not been built', async () => {
  const bare = express();
  servePage(bare as unknown as NestExpressApplication, [], join(folder, 'nowhere'));
  bare.use((_request, response) => void response.json({ from: 'the API' }));
  await request(bare).get('/').set('Accept', BROWSER).expect(200, { from: 'the API' });
});
