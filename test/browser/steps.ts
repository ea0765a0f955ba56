import type { Page } from 'playwright-core';

/** What people do on the page, over and over. */

export async function chooseFile(page: Page, csv: string, name = 'catalogue.csv'): Promise<void> {
  await page.goto('/');
  const file = { name, mimeType: 'text/csv', buffer: Buffer.from(csv) };
  await page.getByLabel('CSV file', { exact: true }).setInputFiles(file);
}

/** Uploads a file without problems. @returns its request's id */
export async function compress(page: Page, csv: string, name?: string): Promise<string> {
  await chooseFile(page, csv, name);
  await page.getByRole('button', { name: /^Compress \d+ picture/ }).click();
  return requestShown(page);
}

/** @returns the id of the request that the page has come to */
export async function requestShown(page: Page): Promise<string> {
  await page.waitForURL(/\/requests\/[\w-]+$/);
  return new URL(page.url()).pathname.split('/')[2]!;
}

/** Its title says what is going on. */
export const headline = (page: Page, text: string | RegExp) =>
  page.getByRole('heading', { level: 1, name: text });

/** Puts a tab behind another, or in front again. Without a window, Chromium takes each for the one in front. */
export const putBehind = (page: Page, isHidden = true) =>
  page.evaluate(`
    Object.defineProperty(document, 'hidden', { value: ${isHidden}, configurable: true });
    Object.defineProperty(document, 'visibilityState', {
      value: '${isHidden ? 'hidden' : 'visible'}',
      configurable: true,
    });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));`);
