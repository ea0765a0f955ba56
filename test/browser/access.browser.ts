import { catalogue } from '../factories/catalogue';
import { type Gallery, startGallery } from '../support/gallery';
import { PageUnderTest } from '../support/page-under-test';
import type { Visit } from '../support/visit';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver';
import { compress, headline } from './steps';

const KEY = 'a-key-that-only-the-shop-knows';
/** Being told 401 is what these tests are about; Chromium notes it on the console. */
const TOLD_401 = { expected: /status of 401/ };

let gallery: Gallery;
let receiver: WebhookReceiver;
let darkroom: PageUnderTest;
let visit: Visit;

beforeAll(async () => {
  [gallery, receiver, darkroom] = await Promise.all([
    startGallery(),
    startWebhookReceiver(),
    PageUnderTest.start({ API_KEYS: `shop:${KEY}`, HOST: '127.0.0.1' }),
  ]);
});
afterAll(async () => {
  await darkroom.end();
  await Promise.all([gallery.close(), receiver.close()]);
});
beforeEach(async () => void (visit = await darkroom.visit(TOLD_401)));
afterEach(async () => expect(await visit.end()).toEqual([]));

async function signIn(key: string): Promise<void> {
  const { page } = visit;
  await page.goto('/');
  await page.getByLabel('API key').first().fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

it('asks for the API key, refuses a wrong one, and keeps the right one out of reach of scripts', async () => {
  const { page } = visit;
  await signIn('a-key-that-nobody-was-given');
  await page.getByText('This key is not known here').waitFor();
  await visit.picture('sign-in');
  await signIn(KEY);
  await headline(page, /./).waitFor();

  const [cookie, ...others] = await page.context().cookies();
  expect(others).toEqual([]);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
  expect(cookie!.value).not.toContain(KEY);
  const kept = await page.evaluate<string>(
    'JSON.stringify({...localStorage, ...sessionStorage}) + document.cookie',
  );
  expect(kept).not.toContain(KEY);

  await compress(page, catalogue([{ name: 'Mug', urls: gallery.urls(1) }]), 'mine.csv');
  await headline(page, 'Your picture is ready').waitFor();
  await page.reload();
  await headline(page, 'Your picture is ready').waitFor();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('API key').first().waitFor();
  expect(await page.context().cookies()).toEqual([]);
});

it('shows where notifications went, what came of each attempt, and sends them again', async () => {
  const { page } = visit;
  await signIn(KEY);
  await headline(page, /./).waitFor();
  receiver.answerNext(500);
  const csv = catalogue([{ name: 'Vase', urls: gallery.urls(1) }]);
  const body = { webhook_url: receiver.url };
  void body;
  await compress(page, csv, 'told.csv');
});
