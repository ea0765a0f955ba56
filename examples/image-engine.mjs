// An image engine for Darkroom out of imgproxy (https://imgproxy.net), which does its work when the result is fetched.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';

const { IMAGE_ENGINE_SECRET, IMGPROXY_URL = 'http://imgproxy:8080', PORT = '8000' } = process.env;
const webhook = new Webhook(IMAGE_ENGINE_SECRET); // whsec_…

createServer(async (request, response) => {
  try {
    const job = webhook.verify(await text(request), request.headers);
    response.writeHead(202).end();
    await callBack(job, { status: 'completed', output_image_url: resultUrl(job) });
  } catch (error) {
    console.error(error);
    if (!response.headersSent) response.writeHead(401).end();
  }
}).listen(Number(PORT), () => console.log('ready'));

function resultUrl({ input_image_url, quality, format, max_width, max_height }) {
  const extension = format === 'keep' ? '' : `@${format}`;
  const options = `rs:fit:${max_width ?? 0}:${max_height ?? 0}/q:${quality}`;
  return `${IMGPROXY_URL}/insecure/${options}/plain/${encodeURIComponent(input_image_url)}${extension}`;
}

async function callBack({ job_id, callback_url }, result) {
  const body = JSON.stringify({ job_id, ...result });
  for (const waitMs of [0, 1_000, 10_000, 60_000]) {
    await delay(waitMs);
    const [id, at] = [randomUUID(), new Date()];
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': webhook.sign(id, at, body),
    };
    const answer = await fetch(callback_url, { method: 'POST', body, headers }).catch(console.error);
    if (answer?.ok) return;
  }
}
