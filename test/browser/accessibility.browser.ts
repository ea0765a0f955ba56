/** Seen to fail: on notes beside their terms in a `<dl>`; and each file on a picture of another host in the page. */
import type { Page } from 'playwright-core';
import { catalogue } from '../factories/catalogue';
import { type Gallery, startGallery } from '../support/gallery';
import { PageUnderTest } from '../support/page-under-test';
import { until } from '../support/until';
import { PHONE, type Visit } from '../support/visit';
import { chooseFile, headline, requestShown } from './steps';

/** Of scripts until the page can be used, as they come over the wire. */
const MOST_SCRIPT_BYTES = 200_000;

let gallery: Gallery;
let darkroom: PageUnderTest;
let finished: string;
let visit: Visit;

beforeAll(async () => {
  [gallery, darkroom] = await Promise.all([startGallery(), PageUnderTest.start({ IMAGE_ATTEMPTS: '1' })]);
  const rows = gallery.urls(14).map((urls, n) => ({ name: `Product ${n + 1}`, urls }));
  const csv = catalogue([...rows, { name: 'Gone', urls: gallery.url('/gone.jpg') }]);
  finished = await darkroom.client.upload(csv);
  await darkroom.client.finished(finished);
});
afterAll(async () => {
  await darkroom.end();
  await gallery.close();
});
afterEach(async () => expect(await visit.end()).toEqual([]));

/** Every place of the page, as somebody comes to it. */
const PLACES: Record<string, (page: Page) => Promise<void>> = {
  start: async page => {
    await page.goto('/');
    await page
      .getByRole('link', { name: /catalogue\.csv/ })
      .first()
      .waitFor();
  },
  review: async page => {
    await chooseFile(page, catalogue([{ urls: gallery.urls(3) }, { name: 'No link', urls: 'nowhere' }]));
    await page.getByRole('region', { name: 'Problems of the file' }).waitFor();
    await page
      .getByRole('region', { name: 'See it on one of your pictures' })
      .getByRole('img')
      .first()
      .waitFor();
  },
  results: async page => {
    await page.goto(`/requests/${finished}`);
    await headline(page, /are ready/).waitFor();
    await page.getByText('Product 1', { exact: true }).first().waitFor();
  },
  webhooks: async page => {
    await page.goto('/webhooks');
    await headline(page, /webhook/i).waitFor();
  },
  'not-here': async page => {
    await page.goto('/requests/0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f');
    await headline(page, 'This catalogue is not here').waitFor();
  },
};

const LOOKS: Record<string, (page: Page) => Promise<void>> = {
  'in-light': page => page.emulateMedia({ colorScheme: 'light' }),
  'in-dark': page => page.emulateMedia({ colorScheme: 'dark' }),
  'on-a-phone': async page => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(PHONE);
  },
};

const WIDER_THAN_THE_WINDOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

it.each(Object.keys(PLACES))(
  '%s breaks no rule of accessibility and fits the window, in light, in dark and on a phone',
  async place => {
    visit = await darkroom.visit({ expected: place === 'not-here' ? /status of 404/ : undefined });
    const { page } = visit;
    await PLACES[place]!(page);
    for (const [look, put] of Object.entries(LOOKS)) {
      await put(page);
      await visit.picture(`${place}-${look}`);
      expect(await visit.accessibilityViolations()).toEqual([]);
      expect(await page.evaluate<number>(WIDER_THAN_THE_WINDOW)).toBe(0);
    }
  },
);

it('is used from the file to the result by keyboard alone', async () => {
  visit = await darkroom.visit();
  const { page } = visit;
  await page.goto('/');
  await headline(page, /./).waitFor();
  await page.keyboard.press('Tab');
  await focusIsOn(page, 'Skip to the content');
  await page.keyboard.press('Enter');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    tabTo(page, 'Choose a file').then(() => page.keyboard.press('Enter')),
  ]);
  const csv = catalogue([{ name: 'Mug', urls: gallery.urls(1) }]);
  await chooser.setFiles({ name: 'keys.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByRole('button', { name: 'Compress 1 picture' }).waitFor();
  await tabTo(page, 'Compress 1 picture');
  await page.keyboard.press('Enter');
  await requestShown(page);
  await headline(page, 'Your picture is ready').waitFor();
  await tabTo(page, 'Delete');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await focusIsOn(page, 'Keep it');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await focusIsOn(page, 'Delete');
});

const focused = (page: Page) =>
  page.evaluate<string>(
    '(document.activeElement.ariaLabel || document.activeElement.innerText || "").trim()',
  );

/** Dialogs take it and give it back a moment after they are seen to come and go. */
const focusIsOn = (page: Page, name: string) =>
  until(`“${name}” has the focus`, async () => (await focused(page)) === name);

/** As often as it takes, but not for ever. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    if ((await focused(page)) === name) return;
  }
  throw new Error(`“${name}” is not reached by Tab`);
}

it('loads less than 200 kB of script, and nothing that the policy refuses', async () => {
  visit = await darkroom.visit();
  const { page } = visit;
  const sizes: Promise<number>[] = [];
  page.on('response', response => {
    if (response.request().resourceType() === 'script')
      sizes.push(
        response
          .request()
          .sizes()
          .then(({ responseBodySize }) => responseBodySize),
      );
  });
  const answer = await page.goto('/');
  await headline(page, /./).waitFor();
  await page.waitForLoadState('networkidle');
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(10_000);
  expect(total).toBeLessThan(MOST_SCRIPT_BYTES);
  const policy = answer!.headers()['content-security-policy']!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe-|\*|https?:/);
});
