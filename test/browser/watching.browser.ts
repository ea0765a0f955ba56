/**
 * Switched off to see it fail: that the page connects again after its stream broke, and leaves it in a hidden tab
 * (`watchRequest`); that it looks in hidden tabs and does not stop at a failure; that it gets over a refused note.
 */
import { catalogue } from '../factories/catalogue';
import { type Gallery, startGallery } from '../support/gallery';
import { PageUnderTest } from '../support/page-under-test';
import { until } from '../support/until';
import type { Visit } from '../support/visit';
import { compress, headline, putBehind } from './steps';

const PICTURES = 40;
const HALF = PICTURES / 2;
/** Of Chromium to one host, as long as that speaks HTTP/1.1. */
const MOST_CONNECTIONS = 6;
/** As `useRequest` has it. */
const LOOK_EVERY_MS = 15_000;

const ANDROID =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';

const NOTES_ARE_KEPT = `window.Notification = class {
  static permission = 'granted';
  static kept = [];
  constructor(title) { Notification.kept.push(title); }
}`;
const NOTES_ARE_REFUSED = `window.Notification = class {
  static permission = 'granted';
  constructor() { throw new TypeError('Illegal constructor'); }
}`;

let gallery: Gallery;
let darkroom: PageUnderTest;
let visit: Visit;

beforeAll(async () => {
  [gallery, darkroom] = await Promise.all([
    startGallery(),
    PageUnderTest.start({ SHUTDOWN_GRACE_MS: '1000', DOWNLOAD_CONCURRENCY: '8' }),
  ]);
});
afterAll(async () => {
  await darkroom.end();
  await gallery.close();
});
afterEach(async () => {
  gallery.letThrough(Infinity);
  // What is under way would take what the gallery lets through for the next test.
  await until('everything is done', async () => {
    const answer = await fetch(`${darkroom.url}/api/requests`);
    const { requests } = (await answer.json()) as { requests: { completed_at: string | null }[] };
    return requests.every(({ completed_at }) => completed_at !== null);
  });
  expect(await visit.end()).toEqual([]);
});

const products = () =>
  catalogue(gallery.urls(PICTURES).map((urls, n) => ({ name: `Product ${n + 1}`, urls })));

const done = (count: number) => visit.page.getByText(`${count} done.`);

it('a run is watched to its end, over a reload in the middle: counts, savings, and how far it is in the tab', async () => {
  visit = await darkroom.visit();
  const { page } = visit;
  gallery.letThrough(HALF - 1);
  const id = await compress(page, products(), 'autumn.csv');
  await headline(page, `Compressing ${PICTURES} pictures`).waitFor();
  await done(HALF).waitFor();
  await until('the tab says how far it is', async () => (await page.title()).startsWith('50 % · autumn.csv'));
  const bar = page.getByRole('progressbar').first();
  expect(Number(await bar.getAttribute('aria-valuenow'))).toBeCloseTo(50);
  await visit.picture('watching');
  expect(await visit.accessibilityViolations()).toEqual([]);

  await page.reload();
  await done(HALF).waitFor();
  gallery.letThrough(Infinity);
  await headline(page, `All ${PICTURES} pictures are ready`).waitFor();
  await until('the tab says that it is done', async () => (await page.title()).startsWith('✓ autumn.csv'));
  const { image_counts } = await darkroom.client.status(id);
  expect(image_counts.completed).toBe(PICTURES);
  await visit.picture('finished');
});

it('says that the connection is lost while the service is away, and goes on where it was when it is back', async () => {
  visit = await darkroom.visit({
    expected: /ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE|CONNECTION_RESET)|503|502/,
  });
  const { page } = visit;
  gallery.letThrough(HALF - 1);
  await compress(page, products(), 'winter.csv');
  await done(HALF).waitFor();
  await darkroom.stopService();
  await page.getByText(/connection to Darkroom is lost/).waitFor();
  await visit.picture('lost-connection');
  gallery.letThrough(Infinity);
  // It is said for a moment only, and the service takes its time to start.
  const again = page.getByText('Connected again').waitFor({ timeout: 60_000 });
  await darkroom.startService();
  await again;
  await headline(page, `All ${PICTURES} pictures are ready`).waitFor();
});

it('a product that is looked at shows its picture as soon as it is ready', async () => {
  visit = await darkroom.visit();
  const { page } = visit;
  gallery.letThrough(HALF - 1);
  await compress(page, products(), 'looking.csv');
  await done(HALF).waitFor();
  // Of those in view the last one: the first may be done, and the list not yet say so.
  const waiting = page.getByRole('button', { name: /Being compressed|Waiting/ }).last();
  await waiting.click();
  const product = page.getByRole('dialog');
  await product.getByText('Not yet done').waitFor();
  gallery.letThrough(Infinity);
  await product.getByText('New link').waitFor();
});

it('why a cancel failed is no longer said of a run that has finished since', async () => {
  visit = await darkroom.visit({ expected: /status of 503/ });
  const { page } = visit;
  gallery.letThrough(HALF - 1);
  await compress(page, products(), 'hasty.csv');
  await done(HALF).waitFor();
  const refused = { status: 503, json: { detail: 'It is being stopped.' } };
  await page.route('**/cancel', route => route.fulfill(refused));
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('alert').getByText(refused.json.detail).waitFor();
  gallery.letThrough(Infinity);
  await headline(page, `All ${PICTURES} pictures are ready`).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

it('what another tab has deleted is no longer shown once it is found out', async () => {
  visit = await darkroom.visit({ expected: /status of 404/ });
  const { page } = visit;
  const [good] = gallery.urls(1);
  const rows = [{ urls: good }, { urls: gallery.url('/gone.jpg') }];
  const id = await compress(page, catalogue(rows), 'deleted.csv');
  const again = page.getByRole('button', { name: 'Try 1 picture again' });
  await again.waitFor();
  await fetch(`${darkroom.url}/api/requests/${id}`, { method: 'DELETE' });
  await again.click();
  await headline(page, 'This catalogue is not here').waitFor();
});

it('a run can be cancelled, and taken up again', async () => {
  visit = await darkroom.visit();
  const { page } = visit;
  gallery.letThrough(HALF - 1);
  const id = await compress(page, products(), 'summer.csv');
  await done(HALF).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  gallery.letThrough(Infinity);
  await darkroom.client.finished(id);
  const { cancelled } = (await darkroom.client.status(id)).image_counts;
  await headline(page, `Stopped, with ${cancelled} pictures left out`).waitFor();
  await visit.picture('cancelled');
  await page.getByRole('button', { name: `Try ${cancelled} pictures again` }).click();
  await headline(page, `All ${PICTURES} pictures are ready`).waitFor();
});

describe('in a tab behind others', () => {
  it('a run takes no connection, of which a browser has six for a host, and is watched again in front', async () => {
    visit = await darkroom.visit();
    const { page } = visit;
    gallery.letThrough(HALF - 1);
    const id = await compress(page, products(), 'tabs.csv');
    for (let tabs = 1; tabs <= MOST_CONNECTIONS; tabs++) {
      const tab = await page.context().newPage();
      await tab.goto(`/requests/${id}`);
      await headline(tab, /^Compressing/).waitFor();
      await putBehind(tab);
    }
    await done(HALF).waitFor();
    await putBehind(page);
    await Promise.all([page.waitForRequest(`**/api/events/${id}`), putBehind(page, false)]);
    gallery.letThrough(Infinity);
    await headline(page, `All ${PICTURES} pictures are ready`).waitFor();
  });

  /** A run, whose tab is put behind others halfway. @param notes how the browser takes notes of the system */
  async function leave(notes: string): Promise<string> {
    const { page } = visit;
    await page.addInitScript(notes);
    await page.clock.install();
    gallery.letThrough(HALF - 1);
    const id = await compress(page, products(), 'told.csv');
    await page.getByText('You get a note when it is done.').waitFor();
    await putBehind(page);
    return id;
  }

  async function finish(id: string): Promise<void> {
    gallery.letThrough(Infinity);
    await darkroom.client.finished(id);
    await visit.page.clock.fastForward(LOOK_EVERY_MS);
  }

  it('a run is told of when it ends, also where the service was away meanwhile', async () => {
    visit = await darkroom.visit({ expected: /status of 503/ });
    const { page } = visit;
    const id = await leave(NOTES_ARE_KEPT);
    const call = `**/api/status/${id}`;
    await page.route(call, route => route.fulfill({ status: 503, json: {} }));
    await Promise.all([page.waitForResponse(call), page.clock.fastForward(LOOK_EVERY_MS)]);
    await page.unroute(call);
    await finish(id);
    const notes = () => page.evaluate<string[]>('Notification.kept');
    await until('a note is shown', async () => (await notes()).length > 0);
    expect(await notes()).toEqual([`told.csv: All ${PICTURES} pictures are ready`]);
  });

  it('a run ends well where the browser has notes and shows none, as on Android', async () => {
    visit = await darkroom.visit();
    await finish(await leave(NOTES_ARE_REFUSED));
    await headline(visit.page, `All ${PICTURES} pictures are ready`).waitFor();
  });

  it('no note is promised where it is known that none will be shown', async () => {
    visit = await darkroom.visit({ userAgent: ANDROID });
    const { page } = visit;
    await page.addInitScript(NOTES_ARE_REFUSED);
    gallery.letThrough(HALF - 1);
    await compress(page, products(), 'unpromised.csv');
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    expect(await page.getByText('You get a note when it is done.').count()).toBe(0);
  });
});

it('a part of the page that is not to be had, as after an update, says so and comes with another try', async () => {
  visit = await darkroom.visit({ expected: /status of 404/ });
  const { page } = visit;
  const part = '**/assets/webhooks-page-*.js';
  await page.route(part, route => route.fulfill({ status: 404 }));
  await page.goto('/');
  await page.getByRole('link', { name: 'Webhooks' }).click();
  await page.getByText('This part of the page could not be loaded').waitFor();
  await visit.picture('part-missing');
  await page.unroute(part);
  await page.getByRole('button', { name: 'Try again' }).click();
  await headline(page, /webhook/i).waitFor();
});
