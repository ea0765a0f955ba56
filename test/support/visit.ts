import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page, Request } from 'playwright-core';
import { until } from './until';

/** Build output: what the page looked like in each test. */
const PICTURES = join(__dirname, '..', '..', 'test-results');

export const DESKTOP = { width: 1_280, height: 860 };
export const PHONE = { width: 390, height: 844 };
export const SMALL_PHONE = { width: 320, height: 640 };

/** In the browser: whether they have come; those out of view do when they are scrolled to. */
const PICTURES_IN_VIEW = `[...document.images].every(
  image => image.complete || image.getBoundingClientRect().top > innerHeight)`;

/** Rules of WCAG 2.2 up to level AA, and what else axe holds to be good practice. */
const SERIOUS = ['serious', 'critical'];

/** Somebody in front of the page, with eyes for everything that should not happen. */
export class Visit {
  /** Errors on the console (a breach of the content security policy is one), uncaught ones, foreign hosts. */
  private readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly origin: string,
    /** Of complaints that the test is about. */
    private readonly expected: RegExp | undefined,
  ) {
    page.on('console', message => {
      const { url } = message.location();
      if (message.type() === 'error') this.complain(`console: ${message.text()} (${url})`);
    });
    page.on('pageerror', error => this.complain(`error: ${error.stack ?? error.message}`));
    page.on('request', request => this.checkHost(request));
  }

  static async begin(
    browser: Browser,
    origin: string,
    { expected, ...options }: BrowserContextOptions & { expected?: RegExp } = {},
  ): Promise<Visit> {
    const context = await browser.newContext({ viewport: DESKTOP, baseURL: origin, ...options });
    context.setDefaultTimeout(15_000);
    return new Visit(await context.newPage(), origin, expected);
  }

  /** @returns what happened that should not have */
  async end(): Promise<readonly string[]> {
    await this.page.context().close();
    return this.complaints;
  }

  /** What is in view, once its pictures have come. @returns a PNG, which is kept as build output too */
  async picture(name: string): Promise<Buffer> {
    await this.page.mouse.move(0, 0);
    // Not `waitForFunction`, which the page's policy forbids.
    await until('the pictures in view are there', () => this.page.evaluate<boolean>(PICTURES_IN_VIEW));
    mkdirSync(PICTURES, { recursive: true });
    return this.page.screenshot({ path: join(PICTURES, `${name}.png`), animations: 'disabled' });
  }

  /** What axe finds wrong with what is shown now (the serious), each with where it is. */
  async accessibilityViolations(): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page: this.page }).analyze();
    return violations
      .filter(({ impact }) => SERIOUS.includes(impact ?? ''))
      .flatMap(({ id, help, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html} ${failureSummary}`),
      );
  }

  private checkHost(request: Request): void {
    const url = new URL(request.url());
    if (['data:', 'blob:', 'about:'].includes(url.protocol) || url.origin === this.origin) return;
    this.complain(`asked another host: ${url.href}`);
  }

  private complain(what: string): void {
    if (!this.expected?.test(what)) this.complaints.push(what);
  }
}
