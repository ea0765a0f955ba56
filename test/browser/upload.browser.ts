import type { Locator, Page } from 'playwright-core';
import { catalogue } from '../factories/catalogue';
import { type Gallery, startGallery } from '../support/gallery';
import { holdAnswer } from '../support/hold-answer';
import { PageUnderTest } from '../support/page-under-test';
import { SMALL_PHONE, type Visit } from '../support/visit';
import { chooseFile, compress, headline, requestShown } from './steps';

let gallery: Gallery;
let darkroom: PageUnderTest;
let visit: Visit;

beforeAll(async () => {
  gallery = await startGallery();
  darkroom = await PageUnderTest.start({ SAMPLE_ORIGIN: `http://${gallery.host}` });
});
afterAll(async () => {
  await darkroom.end();
  await gallery.close();
});
beforeEach(async () => void (visit = await darkroom.visit()));
afterEach(async () => expect(await visit.end()).toEqual([]));

it('a file with problems is shown with what to do about each; the valid rows are processed, the others come back', async () => {
  const { page } = visit;
  const [first, second] = gallery.urls(2);
  const csv = catalogue([
    { name: 'Mug', urls: first },
    { name: '', urls: second },
    { name: 'Lamp', urls: 'ftp://shop.example/lamp.jpg' },
    { name: 'Clock', urls: second },
  ]);
  await chooseFile(page, csv, 'spring.csv');

  const problems = page.getByRole('region', { name: 'Problems of the file' });
  const rows = problems.getByRole('row');
  await rows.nth(2).waitFor();
  expect(await rows.allInnerTexts()).toEqual([
    expect.stringMatching(/Line\s+Column\s+Value\s+Problem/i),
    expect.stringMatching(/3\s+Product Name\s+empty\s+Product Name is empty.*Fill in the name/s),
    expect.stringMatching(/4\s+Input Image Urls\s+ftp:\/\/shop\.example\/lamp\.jpg.*Write each URL whole/s),
  ]);
  expect(await page.getByRole('heading', { name: '2 problems found' }).isVisible()).toBe(true);
  await visit.picture('upload-problems');

  await page.getByRole('button', { name: 'Process the valid rows (2 pictures)' }).click();
  const id = await requestShown(page);
  const status = await darkroom.client.finished(id);
  expect(status).toMatchObject({ skipped_rows: 2, image_counts: { completed: 2 } });
  await headline(page, 'All 2 pictures are ready').waitFor();
  const [rejects] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Failed rows CSV' }).click(),
  ]);
  expect(rejects.suggestedFilename()).toBe('spring-failed.csv');
});

it('a file that cannot be processed at all says why, and offers nothing to begin', async () => {
  const { page } = visit;
  await chooseFile(page, 'Name,Price\r\nMug,3\r\n');
  await page.getByRole('heading', { name: /problems? with this file/ }).waitFor();
  await page
    .getByRole('cell', { name: /Add the column/ })
    .first()
    .waitFor();
  expect(await page.getByRole('cell', { name: 'The headers found are: Name, Price' }).count()).toBe(2);
  expect(await page.getByRole('cell', { name: 'empty' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: /^(Compress|Process)/ }).count()).toBe(0);
  await visit.picture('upload-hopeless');
});

it('fits a small phone, however many pictures there are', async () => {
  const { page } = visit;
  await page.setViewportSize(SMALL_PHONE);
  const [url] = gallery.urls(1);
  const rows = Array.from({ length: 1_200 }, () => ({ urls: Array<string>(100).fill(url!) }));
  await chooseFile(page, catalogue([{ name: '', urls: url }, ...rows]));
  const begin = page.getByRole('button', { name: 'Process the valid rows (120,000 pictures)' });
  await begin.waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(SMALL_PHONE.width);

  const card = page.getByRole('region', { name: 'How to compress' });
  const right = async (element: Locator) => {
    const { x, width } = (await element.boundingBox())!;
    return x + width;
  };
  for (const control of [card.getByLabel('Format'), card.getByRole('radiogroup', { name: 'Effort' })]) {
    expect((await control.boundingBox())!.width).toBeGreaterThan(SMALL_PHONE.width / 2);
    expect(await right(control)).toBeLessThan(await right(card));
  }
  await visit.picture('upload-small-phone');
  await card.scrollIntoViewIfNeeded();
  await visit.picture('upload-small-phone-options');
});

it('shows what would become of a picture, anew for each change of the options, and uploads with these', async () => {
  const { page } = visit;
  const letThrough = await holdAnswer(page, '**/api/preview');
  await chooseFile(page, catalogue([{ name: 'Mug', urls: gallery.urls(3) }]));
  const preview = page.getByRole('region', { name: 'See it on one of your pictures' });
  await preview.getByLabel('Fetching a picture').waitFor();
  expect(await visit.accessibilityViolations()).toEqual([]);
  letThrough();
  const asked = () => page.waitForResponse('**/api/preview');
  await preview.getByRole('img').first().waitFor();
  const answer = asked();
  await page.getByLabel('Format').selectOption('webp');
  expect(await (await answer).json()).toMatchObject({ format: 'webp', outcome: 'compressed' });
  const again = asked();
  await page.getByRole('slider', { name: 'Quality' }).press('Home');
  expect((await again).request().postDataJSON()).toMatchObject({ quality: 1, format: 'webp' });
  await visit.picture('upload-preview');

  await page.getByRole('button', { name: 'Compress 3 pictures' }).click();
  const { options } = await darkroom.client.status(await requestShown(page));
  expect(options).toMatchObject({ quality: 1, format: 'webp' });
});

it('a sample catalogue is there for whoever has no file', async () => {
  const { page } = visit;
  await page.goto('/');
  await visit.picture('start');
  await page.getByRole('button', { name: /sample catalogue/i }).click();
  await page.getByRole('button', { name: /^Compress \d+ pictures/ }).click();
  const { image_counts } = await darkroom.client.finished(await requestShown(page));
  expect(image_counts.completed).toBe(image_counts.total);
  expect(image_counts.total).toBeGreaterThan(5);
  await headline(page, /are ready/).waitFor();
});

async function drop(page: Page, name: string): Promise<void> {
  const csv = JSON.stringify(catalogue([{ urls: gallery.urls(1) }]));
  const dataTransfer = await page.evaluateHandle(
    `(() => { const all = new DataTransfer(); all.items.add(new File([${csv}], '${name}')); return all; })()`,
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer });
}

it('a file that is dropped anywhere on the page is taken', async () => {
  const { page } = visit;
  await page.goto('/');
  await drop(page, 'dropped.csv');
  await headline(page, 'dropped.csv').waitFor();
  await page.getByRole('button', { name: 'Compress 1 picture' }).waitFor();
});

describe('a file that is looked over', () => {
  const begin = () => visit.page.getByRole('button', { name: 'Compress 1 picture' });
  const start = () => visit.page.getByText('Drop your CSV here').waitFor();
  beforeEach(() => chooseFile(visit.page, catalogue([{ urls: gallery.urls(1) }]), 'chosen.csv'));

  it('is left for the start by the ways back of the page and of the browser, and found again', async () => {
    const { page } = visit;
    for (const back of [
      () => page.goBack(),
      () => page.getByRole('button', { name: 'Back' }).click(),
      () => page.getByRole('link', { name: 'Catalogues' }).click(),
    ]) {
      await begin().waitFor();
      await back();
      await start();
      await (back.toString().includes('Catalogues') ? page.goBack() : page.goForward());
    }
    await begin().click();
    await requestShown(page);
    await page.goBack();
    await start();
  });

  it('is not taken for another, nor comes back to whoever has gone elsewhere, while it is uploaded', async () => {
    const { page } = visit;
    await begin().waitFor();
    const letThrough = await holdAnswer(page, '**/api/upload');
    await begin().click();
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    await drop(page, 'another.csv');
    await headline(page, 'chosen.csv').waitFor();
    await page.getByRole('link', { name: 'Webhooks' }).click();
    await headline(page, 'Webhooks').waitFor();
    const places: string[] = [];
    page.on('framenavigated', frame => places.push(new URL(frame.url()).pathname));
    const answered = page.waitForResponse('**/api/upload');
    letThrough();
    await (await answered).finished();
    await page.getByRole('link', { name: 'Catalogues' }).click();
    await page.getByRole('link', { name: 'chosen.csv' }).first().waitFor();
    expect(places).toEqual(['/']);
  });
});

describe('past requests are found again at the start', () => {
  const upload = (name: string) =>
    compress(visit.page, catalogue([{ name: 'Vase', urls: gallery.urls(1) }]), name);
  const toTheStart = () => visit.page.getByRole('link', { name: /Darkroom, to the start/ }).click();
  const past = (name: string) => visit.page.getByRole('link', { name });

  it('and lead to their results', async () => {
    const id = await upload('vases.csv');
    await darkroom.client.finished(id);
    await toTheStart();
    await past('vases.csv').click();
    expect(await requestShown(visit.page)).toBe(id);
  });

  it('also by whoever goes back before the results are shown', async () => {
    const letThrough = await holdAnswer(visit.page, '**/assets/request-page-*.js');
    const id = await upload('hasty.csv');
    await toTheStart();
    await past('hasty.csv').waitFor();
    letThrough();
    await darkroom.client.finished(id);
  });

  it('also where the list of before the upload comes after it', async () => {
    const letThrough = await holdAnswer(visit.page, '**/api/requests?*');
    await upload('late.csv');
    await toTheStart();
    letThrough();
    await past('late.csv').waitFor();
  });

  it('also where the browser knows of no network', async () => {
    await upload('offline.csv');
    await visit.page.evaluate(`dispatchEvent(new Event('offline'))`);
    await toTheStart();
    await past('offline.csv').waitFor();
  });
});
