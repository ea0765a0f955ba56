import type { Page, Route } from 'playwright-core';

/** Holds the next answer to a call of the page back, as it was when it was asked for. @returns what lets it through */
export async function holdAnswer(page: Page, url: string): Promise<() => void> {
  let letThrough!: () => void;
  const through = new Promise<void>(resolve => (letThrough = resolve));
  const hold = async (route: Route) => {
    const response = await route.fetch();
    await through;
    await route.fulfill({ response });
  };
  await page.route(url, hold, { times: 1 });
  return letThrough;
}
