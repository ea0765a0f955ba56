/** Seen red: with fields whose examples Swagger UI makes up itself, every picture came out as one pixel. */
import { catalogue } from '../factories/catalogue';
import { type Gallery, startGallery } from '../support/gallery';
import { PageUnderTest } from '../support/page-under-test';
import type { Visit } from '../support/visit';

let gallery: Gallery;
let darkroom: PageUnderTest;
let visit: Visit;

beforeAll(async () => {
  [gallery, darkroom] = await Promise.all([startGallery(), PageUnderTest.start()]);
});
afterAll(async () => {
  await darkroom.end();
  await gallery.close();
});
beforeEach(async () => void (visit = await darkroom.visit()));
afterEach(async () => expect(await visit.end()).toEqual([]));

it('an upload tried out as Swagger UI fills it in does what an upload with nothing but the file does', async () => {
  const { page } = visit;
  await page.goto('/api/docs');
  const upload = page.locator('.opblock', { hasText: '/api/upload' }).first();
  await upload.locator('.opblock-summary').click();
  await upload.getByRole('button', { name: 'Try it out' }).click();
  const buffer = Buffer.from(catalogue([{ urls: gallery.urls(1) }]));
  await upload.locator('input[type=file]').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer });
  const answered = page.waitForResponse(response => response.url().endsWith('/api/upload'));
  await upload.getByRole('button', { name: 'Execute' }).click();
  const { request_id } = (await (await answered).json()) as { request_id: string };

  const plain = await darkroom.client.upload(catalogue([{ urls: gallery.urls(1) }]));
  const [tried, usual] = await Promise.all([request_id, plain].map(id => darkroom.client.finished(id)));
  expect(tried?.options).toEqual(usual?.options);
  expect([tried?.webhook_url, usual?.webhook_url]).toEqual([null, null]);
});
