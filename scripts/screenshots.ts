import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { chooseFile, headline, requestShown } from '../test/browser/steps';
import { catalogue } from '../test/factories/catalogue';
import { type Gallery, startGallery } from '../test/support/gallery';
import { PageUnderTest } from '../test/support/page-under-test';
import type { Visit } from '../test/support/visit';

/** Takes the README's pictures of the page: `npm run screenshots`. */

const DOCS = join(__dirname, '..', 'docs');
const PRODUCTS = 240;
const SHOWN_DONE = 150;
const COLOURS = ['amber', 'teal', 'rose', 'slate', 'sand', 'moss', 'plum', 'cream'];

/** The names that the sample catalogue has, in more colours. */
function products(gallery: Gallery): string {
  const urls = gallery.urls(PRODUCTS);
  return catalogue(
    urls.map((url, n) => {
      const [, noun = ''] = /\/([a-z]+)[^/]*$/.exec(url) ?? [];
      return {
        name: `${noun.charAt(0).toUpperCase()}${noun.slice(1)}, ${COLOURS[n % COLOURS.length]}`,
        urls: url,
      };
    }),
  );
}

async function keep(visit: Visit, name: string): Promise<void> {
  const png = await visit.picture(`readme-${name}`);
  const webp = await sharp(png).webp({ quality: 82, effort: 6 }).toBuffer();
  writeFileSync(join(DOCS, `page-${name}.webp`), webp);
  console.log(`docs/page-${name}.webp: ${Math.round(webp.length / 1_000)} kB`);
}

async function tell(page: Page, visit: Visit, gallery: Gallery): Promise<void> {
  await chooseFile(page, products(gallery), 'autumn-catalogue.csv');
  await page.getByLabel('Format').selectOption('webp');
  await page.waitForResponse('**/api/preview');
  await page.waitForLoadState('networkidle');
  await keep(visit, 'upload');

  gallery.letThrough(SHOWN_DONE);
  await page.getByRole('button', { name: /^Compress/ }).click();
  await requestShown(page);
  await page.getByText(`${SHOWN_DONE + 1} done.`).waitFor({ timeout: 60_000 });
  await keep(visit, 'watching');

  gallery.letThrough(Infinity);
  await headline(page, /are ready/).waitFor({ timeout: 60_000 });
  await page.waitForLoadState('networkidle');
  await keep(visit, 'results');
}

async function takeAll(): Promise<void> {
  const [gallery, darkroom] = await Promise.all([startGallery(), PageUnderTest.start()]);
  try {
    const visit = await darkroom.visit({ deviceScaleFactor: 1.5 });
    await tell(visit.page, visit, gallery);
    const complaints = await visit.end();
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
  } finally {
    await darkroom.end();
    await gallery.close();
  }
}

void takeAll();
