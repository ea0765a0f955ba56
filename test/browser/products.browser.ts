/** Switched off to see it fail: that only the cards in view exist (`ROWS_AHEAD` of 1,000 in `ProductGrid`). */
import { catalogue } from '../factories/catalogue';
import { type Gallery, startGallery } from '../support/gallery';
import { PageUnderTest } from '../support/page-under-test';
import { until } from '../support/until';
import type { Visit } from '../support/visit';

/** Far more than there are pictures: each is fetched once. */
const PRODUCTS = 3_000;
/** What may exist at a time: some rows of a large screen. */
const MOST_CARDS = 80;

let gallery: Gallery;
let darkroom: PageUnderTest;
let id: string;
let visit: Visit;

beforeAll(async () => {
  [gallery, darkroom] = await Promise.all([
    startGallery(),
    PageUnderTest.start({ IMAGE_ATTEMPTS: '1', MAX_URLS_PER_PRODUCT: '300' }),
  ]);
  const pictures = gallery.urls(13);
  const rows = Array.from({ length: PRODUCTS }, (_, n) => ({
    name: `Product ${n + 1}`,
    urls: n === 1_233 ? [pictures[1]!, gallery.url('/gone.jpg')] : pictures[n % 13],
  }));
  id = await darkroom.client.upload(catalogue(rows));
  await darkroom.client.finished(id);
});
afterAll(async () => {
  await darkroom.end();
  await gallery.close();
});
beforeEach(async () => {
  visit = await darkroom.visit();
  await visit.page.goto(`/requests/${id}`);
});
afterEach(async () => expect(await visit.end()).toEqual([]));

const cards = () => visit.page.getByRole('list', { name: 'Products' }).getByRole('listitem');
const card = (name: string) => visit.page.getByRole('button', { name: new RegExp(`^(.* )?${name}\\b`) });

it('thousands of products are scrolled through, and only those in view exist', async () => {
  const { page } = visit;
  await card('Product 1').first().waitFor();
  expect(await cards().count()).toBeLessThan(MOST_CARDS);
  await page.keyboard.press('End');
  await card(`Product ${PRODUCTS}`).waitFor();
  expect(await cards().count()).toBeLessThan(MOST_CARDS);
  await visit.picture('products-end');
});

it('products are found by their name and by how they are', async () => {
  const { page } = visit;
  await page.getByLabel('Search products').fill('product 299');
  await until('eleven are left', async () => (await cards().count()) === 11);
  await page.getByLabel('Search products').fill('');
  await page.getByLabel('Show products').selectOption({ label: 'With a failed picture' });
  await until('one is left', async () => (await cards().count()) === 1);
  await card('Product 1234').waitFor();
  await visit.picture('products-failed');
});

it('what is typed is searched for meanwhile, and the typing goes on', async () => {
  const { page } = visit;
  const field = page.getByLabel('Search products');
  await field.click();
  await page.keyboard.type('product ');
  await page.waitForURL(/\?q=product$/);
  await page.keyboard.type('299');
  await page.waitForURL(/\?q=product\+299$/);
  expect(await field.inputValue()).toBe('product 299');
  expect(await field.and(page.locator(':focus')).isVisible()).toBe(true);
  await page.keyboard.type('9');
  await page.getByRole('button', { name: 'Show them' }).click();
  await card('Product 1234').waitFor();
  expect(await field.inputValue()).toBe('');
});

it('all products show also where the API ends its answers early, as they would hold too many images', async () => {
  const { client } = darkroom;
  const urls = Array.from({ length: 300 }, () => gallery.urls(1)[0]!);
  const many = await client.upload(
    catalogue(Array.from({ length: 90 }, (_, n) => ({ name: `Product ${n + 1}`, urls }))),
  );
  await client.finished(many);
  expect(await client.get(`/api/details/${many}`)).toMatchObject({ next_cursor: '83' });
  await visit.page.goto(`/requests/${many}`);
  await card('Product 1').first().waitFor();
  await visit.page.keyboard.press('End');
  await card('Product 90').waitFor();
});

it('a product shows each picture before and after, with a line to move between them, or why it failed', async () => {
  const { page } = visit;
  await page.getByLabel('Search products').fill('Product 1234');
  await card('Product 1234').click();
  const dialog = page.getByRole('dialog');
  const line = dialog.getByRole('slider', { name: 'Compare before and after' });
  await line.waitFor();
  await dialog.getByText('Before · 110 kB').waitFor();
  await dialog.getByText(/After · \d+ kB/).waitFor();
  await line.press('ArrowRight');
  expect(await line.getAttribute('aria-valuetext')).toBe('51 % before, 49 % after');
  await visit.picture('before-and-after');
  expect(await visit.accessibilityViolations()).toEqual([]);
  await dialog.getByRole('button', { name: 'Picture 2' }).click();
  await dialog.getByText('The website refused, or has no such picture').waitFor();
  await visit.picture('failed-picture');
});
