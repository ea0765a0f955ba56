/** Each was seen to fail without the button, the words or the boundary that it is about. */
import type { Page, Route } from 'playwright-core';
import { catalogue } from '../factories/catalogue';
import { type Gallery, startGallery } from '../support/gallery';
import { PageUnderTest } from '../support/page-under-test';
import { until } from '../support/until';
import type { Visit } from '../support/visit';
import { headline } from './steps';

/** More than one page of the API, of which the second is asked for as the first is scrolled through. */
const PRODUCTS = 150;

let gallery: Gallery;
let darkroom: PageUnderTest;
let id: string;
let visit: Visit;

beforeAll(async () => {
  [gallery, darkroom] = await Promise.all([startGallery(), PageUnderTest.start()]);
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
  await gallery.close();
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
  expect(await visit.barriers()).toEqual([]);
  await card(page, 'Product 100').waitFor();
  await tryAgain(page, call);
  await until('the last is reached', async () => {
    await page.keyboard.press('End');
    return card(page, `Product ${PRODUCTS}`).isVisible();
  });
});

it('a page that breaks says so, and comes back by loading it again', async () => {
  visit = await darkroom.visit({ expected: /TypeError/ });
  const { page } = visit;
  const call = '**/api/status/*';
  await page.route(call, route => route.fulfill({ json: { filename: 'of another version' } }));
  await page.goto(`/requests/${id}`);
  await headline(page, 'This page broke').waitFor();
  await visit.picture('page-broke');
  expect(await visit.barriers()).toEqual([]);
  await page.unroute(call);
  await page.getByRole('button', { name: 'Load it again' }).click();
  await headline(page, /are ready/).waitFor();
});
