import { later } from './shell/later';

/** The views of the page except the start, which comes with the first load. */

export const RequestPage = later('results', async () => (await import('./request/request-page')).RequestPage);
export const WebhooksPage = later(
  'webhooks',
  async () => (await import('./webhooks/webhooks-page')).WebhooksPage,
);
