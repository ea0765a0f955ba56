import { later } from './shell/later';

/** The places of the page but for the start, which comes with the first load. */

export const RequestPage = later('results', async () => (await import('./request/request-page')).RequestPage);
export const WebhooksPage = later(
  'webhooks',
  async () => (await import('./webhooks/webhooks-page')).WebhooksPage,
);
