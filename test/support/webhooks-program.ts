/**
 * A process that finishes one request and sends its webhook: what is killed in `webhooks-faults.e2e.ts`.
 * Arguments: database URL, Redis URL, `webhook_url`.
 */
import { buildFinishedRequest, finish, startWebhooksApp } from './webhooks-app';

async function main([databaseUrl = '', redisUrl = '', webhookUrl]: string[]): Promise<void> {
  const app = await startWebhooksApp({ databaseUrl, redisUrl });
  await finish(app, [buildFinishedRequest({ webhookUrl })]);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
