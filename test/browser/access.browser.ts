/** Switched off to see it fail: `httpOnly` of the session's cookie. */
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
    PageUnderTest.start({ API_KEYS: `shop:${KEY}`, HOST: '127.0.0.1', WEBHOOK_RETRY_SCALE: '0.01' }),
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
  expect(await visit.accessibilityViolations()).toEqual([]);
  await signIn(KEY);
  await page.getByRole('navigation', { name: 'Main' }).waitFor();

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

it('tells an address of every end, shows each attempt at it, and sends again', async () => {
  const { page } = visit;
  await signIn(KEY);
  await page.getByRole('link', { name: 'Webhooks' }).click();
  await page.getByRole('button', { name: 'Add an address' }).click();
  await page.getByRole('textbox', { name: 'Address' }).fill(receiver.url);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText(/^whsec_/).waitFor();
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByText('A test is on its way').waitFor();
  await receiver.received(1);

  receiver.answerNext(500);
  await compress(page, catalogue([{ name: 'Vase', urls: gallery.urls(1) }]), 'told.csv');
  const [, refused, taken] = await receiver.received(3);
  await page.getByRole('link', { name: 'Webhooks' }).click();
  const told = page.getByRole('listitem').filter({ hasText: 'tried 2 times' });
  await told.getByRole('button', { name: 'Attempts' }).click();
  const attempts = page.getByRole('list', { name: 'Attempts' }).getByRole('listitem');
  await attempts.nth(1).waitFor();
  expect(await attempts.allInnerTexts()).toEqual([
    expect.stringContaining('500'),
    expect.stringContaining('204'),
  ]);
  await visit.picture('webhooks');
  expect(await visit.accessibilityViolations()).toEqual([]);

  await told.getByRole('button', { name: 'Send again' }).first().click();
  const again = (await receiver.received(4))[3]!;
  expect(again.headers['webhook-id']).toBe(taken!.headers['webhook-id']);
  expect(refused!.body.equals(again.body)).toBe(true);
});
