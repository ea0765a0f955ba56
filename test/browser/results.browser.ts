import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { type Gallery, startGallery } from '../support/gallery';
import { PageUnderTest } from '../support/page-under-test';
import { SMALL_PHONE, type Visit } from '../support/visit';
import { entriesOf } from '../support/zip';
import { compress, headline } from './steps';

type Overflowing = Record<'scrollWidth' | 'clientWidth', number>;

let gallery: Gallery;
let darkroom: PageUnderTest;
let visit: Visit;

beforeAll(async () => {
  [gallery, darkroom] = await Promise.all([startGallery(), PageUnderTest.start({ IMAGE_ATTEMPTS: '1' })]);
});
afterAll(async () => {
  await darkroom.end();
  await gallery.close();
});
beforeEach(async () => void (visit = await darkroom.visit()));
afterEach(async () => expect(await visit.end()).toEqual([]));

/** Which way the text of an element runs, and where its lines begin. */
const directionOf = (page: Page, selector: string) =>
  page.evaluate<string>(`
    const { direction, textAlign } = getComputedStyle(document.querySelector('${selector}'));
    direction + ', ' + textAlign`);

async function downloaded(page: Page, link: string): Promise<{ name: string; content: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: link }).click(),
  ]);
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
}

it('a whole run: from the file to a ZIP with a folder for each product, and the CSV with the new links', async () => {
  const { page } = visit;
  const [first, second, third] = gallery.urls(3);
  const csv = catalogue([
    { name: 'Mug', urls: [first!, second!] },
    { name: 'Lamp', urls: third },
  ]);
  await compress(page, csv, 'shop.csv');
  await headline(page, 'All 3 pictures are ready').waitFor();

  const zip = await downloaded(page, 'Download ZIP');
  expect(zip.name).toMatch(/^shop.*\.zip$/);
  const entries = await entriesOf(zip.content);
  const names = [...entries.keys()];
  expect(names).toEqual([
    'shop-output.csv',
    expect.stringMatching(/^Mug\/Mug-1\.\w+$/),
    expect.stringMatching(/^Mug\/Mug-2\.\w+$/),
    expect.stringMatching(/^Lamp\/Lamp-1\.\w+$/),
  ]);
  for (const name of names.slice(1)) {
    expect((await sharp(entries.get(name)).metadata()).width).toBeGreaterThan(0);
  }
  const output = await downloaded(page, 'Output CSV');
  expect(output.name).toBe('shop-output.csv');
  expect(output.content.equals(entries.get('shop-output.csv')!)).toBe(true);
  expect(output.content.toString()).toContain(`${darkroom.url}/api/image/`);
});

it('a name that is written from right to left begins on the right, on its card and above its pictures', async () => {
  const { page } = visit;
  const name = 'ספל קרמיקה בעבודת יד בגוון כחול עמוק עם עיטורים לבנים (חדש)';
  await compress(page, catalogue([{ name, urls: gallery.urls(1) }]), 'קטלוג חורף (2026).csv');
  await headline(page, 'Your picture is ready').waitFor();
  await page.getByText(name, { exact: true }).waitFor();
  expect(await directionOf(page, '[role=listitem] [title]')).toBe('rtl, start');
  await visit.picture('right-to-left');
  await page.getByText(name, { exact: true }).click();
  await page.getByRole('dialog').getByRole('heading', { name }).waitFor();
  expect(await directionOf(page, '[role=dialog] h2')).toBe('rtl, start');
});

it('failures are told in plain words with what to do, and tried again once the cause is fixed', async () => {
  const { page } = visit;
  const [good] = gallery.urls(1);
  const missing = gallery.url('/late.jpg');
  const csv = catalogue([
    { name: 'Vase', urls: good },
    { name: 'Late', urls: missing },
    { name: 'Page', urls: gallery.url('/page.html') },
  ]);
  gallery.serve('/page.html', Buffer.from('<!doctype html><p>No picture'));
  await compress(page, csv, 'failing.csv');
  await headline(page, '1 of 3 pictures is ready').waitFor();
  await page.getByText('The website refused, or has no such picture').first().waitFor();
  await page.getByText('What the link shows is no picture').first().waitFor();
  await visit.picture('failures');

  gallery.serve('/late.jpg', readFileSync('examples/pictures/vase.jpg'));
  await page.getByRole('button', { name: 'Try 2 pictures again' }).click();
  await headline(page, '2 of 3 pictures are ready').waitFor();
  await visit.picture('failures-tried-again');
});

it('a long host name and the sizes of a narrow picture are read in full on a phone', async () => {
  const { page } = visit;
  await page.setViewportSize(SMALL_PHONE);
  const host = `${'images.'.repeat(12)}invalid`;
  gallery.serve('/tall.png', await picture(200, 800).png().toBuffer());
  const csv = catalogue([
    { name: 'Lost', urls: `https://${host}/a.jpg` },
    { name: 'Tall', urls: gallery.url('/tall.png') },
  ]);
  await compress(page, csv, 'narrow.csv');
  await headline(page, '1 of 2 pictures is ready').waitFor();
  const open = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}\\b`) }).click();
  await open('Lost');
  const note = page.getByRole('dialog').getByRole('alert');
  await note.getByText(host).waitFor();
  await visit.picture('long-host');
  expect(await note.evaluate((box: Overflowing) => box.scrollWidth - box.clientWidth)).toBe(0);
  await page.keyboard.press('Escape');
  await open('Tall');
  const [before, after] = await Promise.all(
    [/^Before ·/, /^After ·/].map(async label => {
      await page.getByText(label).waitFor();
      return (await page.getByText(label).boundingBox())!;
    }),
  );
  await visit.picture('narrow-picture');
  const isApart = before!.y >= after!.y + after!.height || before!.x + before!.width <= after!.x;
  expect(isApart).toBe(true);
});

it('is deleted after asking, with its pictures', async () => {
  const { page } = visit;
  const id = await compress(page, catalogue([{ name: 'Clock', urls: gallery.urls(1) }]), 'clocks.csv');
  await headline(page, 'Your picture is ready').waitFor();
  const [product] = await darkroom.client.products(id);
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').waitFor();
  await visit.picture('delete');
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await page.waitForURL('**/');
  await expect(darkroom.client.status(id)).rejects.toThrow('404');
  expect(product!.output_image_urls).toHaveLength(1);
});
