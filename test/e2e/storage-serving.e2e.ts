/** How an image gets from a bucket to who asks for it. */
import { Test } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { ProblemFilter } from '../../src/common/errors';
import { loadSettings } from '../../src/common/settings';
import { outputStorageKey } from '../../src/images';
import { ImageController } from '../../src/images/http/image.controller';
import { ImageSender } from '../../src/images/http/image-sender';
import { servedAs } from '../../src/images/output-file';
import { Storage, StorageSettings } from '../../src/storage';
import { openS3Storage } from '../../src/storage/s3/s3.storage';
import { startFaultyProxy } from '../support/faulty-proxy';
import { S3Server } from '../support/s3-server';

const HASH = '0f3c9a5d7e1b2c4d6f8091a2b3c4d5e6';
const FILE = `red.shoe-${HASH}.png`;
const CONTENT = Buffer.from('what a picture is made of');
const apps: NestExpressApplication[] = [];

let server: S3Server;
beforeAll(async () => {
  server = await S3Server.start();
});
afterAll(async () => {
  for (const app of apps) await app.close();
  await server.remove();
});

/** The door of images, on the bucket, and the storage behind it. */
async function serving(env: Record<string, string>) {
  const storage = openS3Storage(
    loadSettings(StorageSettings, { ...server.settings(), S3_PREFIX: 'shops', ...env }),
  );
  const module = await Test.createTestingModule({
    controllers: [ImageController],
    providers: [ImageSender, { provide: Storage, useValue: storage }],
  }).compile();
  const app = module.createNestApplication<NestExpressApplication>({ logger: false });
  app.useGlobalFilters(new ProblemFilter());
  apps.push(app);
  await app.init();
  await storage.put(outputStorageKey(FILE)!, CONTENT, servedAs('png'));
  return request(app.getHttpServer());
}

const LOCATION = `images/0f/${HASH}.png`;

describe('images of a bucket', () => {
  it('pass through, with all that a client may ask for', async () => {
    const api = await serving({});
    const whole = await api.get(`/api/image/${FILE}`).expect(200);
    expect(CONTENT.equals(whole.body as Buffer)).toBe(true);
    expect(whole.headers).toMatchObject({
      etag: `"${HASH}"`,
      'content-type': 'image/png',
      'content-length': String(CONTENT.length),
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    const part = await api.get(`/api/image/${FILE}`).set('Range', 'bytes=5-11').expect(206);
    expect((part.body as Buffer).toString()).toBe('a pictu');
    await api.get(`/api/image/${FILE}`).set('If-None-Match', `"${HASH}"`).expect(304);
    const head = await api.head(`/api/image/${FILE}`).expect(200);
    expect(head.headers['content-length']).toBe(String(CONTENT.length));
    await api.get(`/api/image/shoe-${'f'.repeat(32)}.png`).expect(404);
  });

  it('are redirected to where everybody may fetch them', async () => {
    const api = await serving({ S3_PUBLIC_URL: `${server.endpoint}/darkroom/` });
    for (const call of [api.get(`/api/image/${FILE}`), api.head(`/api/image/${FILE}`)]) {
      const { headers } = await call.expect(302);
      expect(headers.location).toBe(`${server.endpoint}/darkroom/shops/${LOCATION}`);
      expect(headers).toMatchObject({
        'cache-control': 'public, max-age=1800',
        'cross-origin-resource-policy': 'cross-origin',
      });
    }
    const answer = await fetch(`${server.endpoint}/darkroom/shops/${LOCATION}`);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect(CONTENT.equals(Buffer.from(await answer.arrayBuffer()))).toBe(true);
    await api.get('/api/image/nothing-of-ours.png').expect(404);
  });

  it.each(['GET', 'HEAD'] as const)(
    'are redirected to a URL that is signed for this one (%s)',
    async method => {
      const api = await serving({ S3_SERVE: 'signed' });
      const call = method === 'GET' ? api.get(`/api/image/${FILE}`) : api.head(`/api/image/${FILE}`);
      const url = new URL((await call.expect(302)).headers.location!);
      expect(url.pathname).toBe(`/darkroom/shops/${LOCATION}`);
      expect(url.searchParams.get('X-Amz-Expires')).toBe('3600');
      expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('host');
      const answer = await fetch(url, { method });
      expect({ status: answer.status, type: answer.headers.get('content-type') }).toEqual({
        status: 200,
        type: 'image/png',
      });
    },
  );

  it('that vanish between their size and their bytes are not found, which is no error of ours', async () => {
    const proxy = await startFaultyProxy(server.endpoint);
    const api = await serving({ S3_ENDPOINT: proxy.url });
    const body = '<Error><Code>NoSuchKey</Code><Message>m</Message></Error>';
    proxy.faults = ({ method }) => (method === 'GET' ? { kind: 'answer', status: 404, body } : null);
    const answer = await api.get(`/api/image/${FILE}`).expect(404);
    expect(answer.body).toMatchObject({ code: 'image_not_found' });
    await proxy.close();
  });

  it('cannot be had while the store is away, which is no 404 and no error of ours', async () => {
    const api = await serving({});
    await server.kill();
    const { body } = (await api.get(`/api/image/${FILE}`).expect(503)) as { body: unknown };
    expect(body).toMatchObject({ code: 'unavailable' });
    await server.start();
    await api.get(`/api/image/${FILE}`).expect(200);
  });
});
