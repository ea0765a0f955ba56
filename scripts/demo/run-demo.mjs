import { json, text } from 'node:stream/consumers';
import { progressOn } from '../../dist/cli/progress.js';
import { ServiceClient } from '../../dist/cli/service/service-client.js';
import { passSignalsTo } from '../serve.mjs';
import { checkPictures } from './check-pictures.mjs';
import { DemoService, LOG_FILE } from './demo-service.mjs';
import { printAddresses, printOutputCsv, printSavings } from './report.mjs';
import { openCatalogue } from './sample-catalogue.mjs';
import { WebhookReceiver } from './webhook-receiver.mjs';

/** As a shell says it of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/**
 * From an upload to its verified webhook, on a service started for it.
 * @param staysUp whether the service goes on running until Ctrl-C
 * @returns the exit code: 0 when everything was right
 */
export async function runDemo({ staysUp }) {
  const catalogue = await openCatalogue();
  const receiver = await WebhookReceiver.open();
  const service = await DemoService.start([catalogue.host, receiver.host], catalogue.host);
  passSignalsTo(() => service.process);
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => (interrupted = true));
  try {
    await service.whileItRuns(showcase(service, catalogue, receiver));
  } catch (error) {
    if (interrupted) return (await service.ended) || INTERRUPTED;
    console.error(
      `\nThe demo failed: ${error.message}\nThe last of what the service logged in ${LOG_FILE}:\n`,
    );
    console.error(service.lastWords());
    await service.stop();
    return 1;
  }
  if (!staysUp) return service.stop();
  printAddresses(service.url, catalogue);
  return service.ended;
}

async function showcase(service, catalogue, receiver) {
  await service.isReady();
  const client = new ServiceClient({ url: service.url }, new AbortController().signal);

  console.log(`Uploading examples/catalogue.csv to ${service.url}/api/upload`);
  const fields = { webhook_url: receiver.url };
  const { request_id: id, total_products, total_images } = await client.upload(catalogue.file, fields);
  console.log(`Accepted: ${total_products} products with ${total_images} images, request ${id}\n`);

  const status = await client.follow(id, progressOn(process.stdout));
  if (status.status !== 'completed' || status.image_counts.completed !== total_images) {
    throw new Error(`not every image was compressed: ${JSON.stringify(status.failures)}`);
  }

  const { products } = await json(client.body(`/api/details/${id}`));
  await checkPictures(products);
  printSavings(products, status);

  const { secret } = await json(client.body('/api/webhooks/secret'));
  const webhook = await receiver.verified(secret, id);
  console.log(`\nWebhook ${webhook.type} received and its signature verified.`);
  printOutputCsv(await text(client.body(`/api/download/${id}`)));
}
