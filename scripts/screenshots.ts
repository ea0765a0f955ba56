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
const WINDOW = { width: 1_280, height: 960 };
const PRODUCTS = 240;
const SHOWN_DONE = 150;
/** Of the sample's pictures. */
const NAMES: Record<string, string> = {
  candle: 'Pillar candle',
  clock: 'Wall clock',
  cushion: 'Striped cushion',
  lamp: 'Table lamp',
  'mug-blue': 'Blue mug',
  'mug-red': 'Red mug',
  'notebook-cut-out': 'Notebook',
  'plant-phone': 'Young agave',
  plant: 'Agave',
  poster: 'Poster “Sunset”',
  'shelf-banner': 'Shelf',
  'sticker-cut-out': 'Sale sticker',
  vase: 'Amber vase',
};

function products(gallery: Gallery): string {
  return catalogue(
    gallery.urls(PRODUCTS).map((urls, n) => {
      const [, picture = ''] = /\/([a-z-]+)\.\w+(?:\?\d+)?$/.exec(urls) ?? [];
      const edition = Math.floor(n / Object.keys(NAMES).length) + 1;
      return { name: `${NAMES[picture]} ${edition}`, urls };
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
  // The first is an animation, which moves from one picture to the next.
  await page.getByRole('button', { name: 'Another picture' }).click();
  await page.getByLabel('Format').selectOption('webp');
  await page.getByText('900 × 900 · WEBP').waitFor();
  await keep(visit, 'upload');

  gallery.letThrough(SHOWN_DONE);
  await page.getByRole('button', { name: /^Compress/ }).click();
  await requestShown(page);
  await page.getByText(`${SHOWN_DONE + 1} done.`).waitFor({ timeout: 60_000 });
  await keep(visit, 'watching');

  gallery.letThrough(Infinity);
  await headline(page, /are ready/).waitFor({ timeout: 60_000 });
  await keep(visit, 'results');
}

async function takeAll(): Promise<void> {
  const [gallery, darkroom] = await Promise.all([startGallery(), PageUnderTest.start()]);
  try {
    const visit = await darkroom.visit({ viewport: WINDOW, deviceScaleFactor: 1.5 });
    await tell(visit.page, visit, gallery);
    const complaints = await visit.end();
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
  } finally {
    await darkroom.end();
    await gallery.close();
  }
}

takeAll().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
