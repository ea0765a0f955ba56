/** Each was seen to fail without the button, the words or the boundary that it is about. */
import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page, Route } from 'playwright-core';
import { catalogue } from '../factories/catalogue';
import { type Gallery, startGallery } from '../support/gallery';
import { PageUnderTest } from '../support/page-under-test';
import { removeTemporaryFolder, temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';
import { DESKTOP, type Visit } from '../support/visit';
import { headline, requestShown } from './steps';

/** More than one page of the API, of which the second is asked for as the first is scrolled through. */
const PRODUCTS = 150;
/** Browsers tell a file's times apart by the second. */
const LONG_AGO = new Date('2026-01-01T00:00:00Z');

let gallery: Gallery;
let darkroom: PageUnderTest;
let folder: string;
let id: string;
let visit: Visit;

beforeAll(async () => {
  [gallery, darkroom, folder] = await Promise.all([startGallery(), PageUnderTest.start(), temporaryFolder()]);
  const pictures = gallery.urls(13);
  const rows = Array.from({ length: PRODUCTS }, (_, n) => ({
    name: `Product ${n + 1}`,
    urls: pictures[n % 13],
  }));
  id = await darkroom.client.upload(catalogue(rows));
  await darkroom.client.finished(id);
});
afterAll(async () => {
  await darkroom.end();
  await Promise.all([gallery.close(), removeTemporaryFolder(folder)]);
});
afterEach(async () => expect(await visit.end()).toEqual([]));

/** Chromium notes it on the console. */
const TOLD_500 = /status of 500/;
const refuse = (route: Route) => route.fulfill({ status: 500, json: { detail: 'The disk is full.' } });
const card = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name}\\b`) });

/** Presses it, once what was in the way of the call is gone. */
async function tryAgain(page: Page, call: string): Promise<void> {
  await page.getByRole('alert').filter({ hasText: 'The disk is full.' }).waitFor();
  await page.unroute(call);
  await page.getByRole('button', { name: 'Try again' }).click();
}

it('a catalogue that could not be read is read by another try', async () => {
  visit = await darkroom.visit({ expected: TOLD_500 });
  const { page } = visit;
  const call = '**/api/status/*';
  await page.route(call, refuse);
  await page.goto(`/requests/${id}`);
  await tryAgain(page, call);
  await headline(page, /are ready/).waitFor();
});

it('products that could not be read are read by another try', async () => {
  visit = await darkroom.visit({ expected: TOLD_500 });
  const { page } = visit;
  const call = '**/api/details/*?*';
  await page.route(call, refuse);
  await page.goto(`/requests/${id}`);
  await page.getByRole('alert').waitFor();
  await visit.picture('products-refused');
  await tryAgain(page, call);
  await card(page, 'Product 1').waitFor();
});

it('what was found stays where more of it could not be read, and goes on by another try', async () => {
  visit = await darkroom.visit({ expected: TOLD_500 });
  const { page } = visit;
  const call = '**/api/details/*cursor=*';
  await page.route(call, refuse);
  await page.goto(`/requests/${id}?q=product`);
  await card(page, 'Product 1').waitFor();
  await page.keyboard.press('End');
  await page.getByRole('alert').waitFor();
  await visit.picture('more-products-refused');
  expect(await visit.accessibilityViolations()).toEqual([]);
  await card(page, 'Product 100').waitFor();
  await tryAgain(page, call);
  await until('the last is reached', async () => {
    await page.keyboard.press('End');
    return card(page, `Product ${PRODUCTS}`).isVisible();
  });
});

it('older catalogues that could not be read are told of, and read by another try', async () => {
  visit = await darkroom.visit({ expected: TOLD_500 });
  const { page } = visit;
  const older = '**/api/requests?*cursor=*';
  await page.route('**/api/requests?*', async route => {
    const response = await route.fetch();
    const list = (await response.json()) as object;
    await route.fulfill({ response, json: { ...list, next_cursor: 'older' } });
  });
  await page.route(older, refuse);
  await page.goto('/');
  const more = page.getByRole('button', { name: 'Show older ones' });
  await more.click();
  await page.getByRole('alert').filter({ hasText: 'The disk is full.' }).waitFor();
  await visit.picture('older-refused');
  await page.unroute(older);
  await page.route(older, route => route.fulfill({ json: { requests: [], next_cursor: null } }));
  await more.click();
  await more.waitFor({ state: 'hidden' });
  expect(await page.getByRole('alert').count()).toBe(0);
});

it('a page that breaks says so, and comes back by loading it again', async () => {
  visit = await darkroom.visit({ expected: /TypeError/ });
  const { page } = visit;
  const call = '**/api/status/*';
  await page.route(call, route => route.fulfill({ json: { filename: 'of another version' } }));
  await page.goto(`/requests/${id}`);
  await headline(page, 'This page broke').waitFor();
  await visit.picture('page-broke');
  expect(await visit.accessibilityViolations()).toEqual([]);
  await page.unroute(call);
  await page.getByRole('button', { name: 'Load it again' }).click();
  await headline(page, /are ready/).waitFor();
});

it('a browser that keeps nothing shows the page all the same', async () => {
  visit = await darkroom.visit();
  const { page } = visit;
  await page.addInitScript(`Object.defineProperty(window, 'localStorage', {
    get() { throw new DOMException('Access is denied for this document.', 'SecurityError'); },
  })`);
  await page.goto(`/requests/${id}`);
  await headline(page, /are ready/).waitFor();
});

it('a file that is refused for what it is comes without another try, which would end alike', async () => {
  visit = await darkroom.visit({ expected: /status of 400/ });
  const { page } = visit;
  await page.goto('/');
  const file = { name: 'prices.csv', mimeType: 'text/csv', buffer: Buffer.from('PK\x03\x04 and so on') };
  await page.getByLabel('CSV file', { exact: true }).setInputFiles(file);
  await page.getByRole('alert').getByText('This is an Excel workbook: save it as CSV UTF-8.').waitFor();
  expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
});

it('a file that was changed since it was chosen is asked for again', async () => {
  visit = await darkroom.visit({ expected: /ERR_UPLOAD_FILE_CHANGED/ });
  const { page } = visit;
  const write = (pictures: number) => writeFile(file, catalogue([{ urls: gallery.urls(pictures) }]));
  const compress = (pictures: string) => page.getByRole('button', { name: `Compress ${pictures}` });
  const file = join(folder, 'edited.csv');
  await write(1);
  await utimes(file, LONG_AGO, LONG_AGO);
  await page.goto('/');
  await page.getByLabel('CSV file', { exact: true }).setInputFiles(file);
  await compress('1 picture').waitFor();
  await write(2);
  await compress('1 picture').click();
  const note = page.getByRole('alert', {
    name: 'The file has changed since you chose it: choose it again.',
  });
  await note.waitFor();
  const { y, height } = (await note.boundingBox())!;
  expect(y + height).toBeLessThan(DESKTOP.height);
  await visit.picture('file-changed');
  await page.getByLabel('Another CSV file').setInputFiles(file);
  await compress('2 pictures').click();
  await requestShown(page);
});
