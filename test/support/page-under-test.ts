import type { Browser, BrowserContextOptions } from 'playwright-core';
import { freePort } from '../../src/embedded/free-port';
import { launchChromium } from './chromium';
import { Client } from './client';
import { Installation } from './installation';
import type { ServiceProcess } from './service-process';
import { Visit } from './visit';

/** The built service (`npm run build`) on a port of its own, and a browser for whoever visits it. */
export class PageUnderTest {
  private constructor(
    private readonly installation: Installation,
    private readonly browser: Browser,
    private readonly port: number,
    private service: ServiceProcess,
  ) {}

  /** `env` are the settings that a test is about. */
  static async start(env: Record<string, string> = {}): Promise<PageUnderTest> {
    const settings = { PUBLIC_URL: '', ALLOWED_PRIVATE_HOSTS: '127.0.0.1', ...env };
    const [installation, browser, port] = await Promise.all([
      Installation.start(settings),
      launchChromium(),
      freePort(),
    ]);
    const service = await installation.run('all', { PORT: String(port) });
    return new PageUnderTest(installation, browser, port, service);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** To see what the page shows by another way. */
  get client(): Client {
    return new Client(this.url);
  }

  /** Somebody comes, with a browser of their own. */
  visit(options?: BrowserContextOptions & { expected?: RegExp }): Promise<Visit> {
    return Visit.begin(this.browser, this.url, options);
  }

  async stopService(): Promise<void> {
    await this.service.stop();
  }

  /** Where it was before. */
  async startService(): Promise<void> {
    this.service = await this.installation.run('all', { PORT: String(this.port) });
  }

  async end(): Promise<void> {
    await this.browser.close();
    await this.installation.remove();
  }
}
