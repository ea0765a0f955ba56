import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { WORK_STATUSES } from '../../src/requests/tally';
import type { Client } from './client';
import type { Installation } from './installation';
import { pictureAt, sizeOf } from './shop';
import { until } from './until';
import type { WebhookReceiver } from './webhook-receiver';

/** What the invariants are checked on. */
export type Inside = Pick<Installation, 'query' | 'files' | 'dataDir'>;

/**
 * What holds after any fault, seen from outside and in the tables: one final state, every picture right, counters
 * equal to the rows, every file whole and somebody's, and told once.
 */
export async function expectInvariants(
  installation: Inside,
  client: Client,
  requestIds: string[],
  receiver?: WebhookReceiver,
): Promise<void> {
  await expectCountersEqualRows(installation);
  for (const id of requestIds) await expectRightPictures(client, id);
  await expectWholeFiles(installation);
  if (receiver) for (const id of requestIds) await expectToldOnce(client, id, receiver);
}

/** Of every request and product there is. */
export async function expectCountersEqualRows(installation: Pick<Inside, 'query'>): Promise<void> {
  const query = (sql: string) => installation.query(sql);
  const counted = (table: string) =>
    WORK_STATUSES.map(state => `count(*) FILTER (WHERE ${table}.status = '${state}')::int AS ${state}`).join(
      ', ',
    );
  const kept = (columns: string) => WORK_STATUSES.map(state => `${columns}_${state} AS ${state}`).join(', ');

  const products = (source: string) => `SELECT id, ${source} FROM products ORDER BY id`;
  expect(await query(products(kept('images')))).toEqual(
    await query(
      `SELECT p.id, ${counted('i')} FROM products p LEFT JOIN images i ON i.product_id = p.id GROUP BY p.id ORDER BY p.id`,
    ),
  );
  for (const [table, columns] of [
    ['images', 'images'],
    ['products', 'products'],
  ]) {
    // What a request has not imported yet counts as pending, without a row.
    expect(
      await query(`SELECT id, ${kept(columns!)} FROM requests WHERE imported_at IS NOT NULL ORDER BY id`),
    ).toEqual(
      await query(
        `SELECT r.id, ${counted('t')} FROM requests r LEFT JOIN ${table} t ON t.request_id = r.id
          WHERE r.imported_at IS NOT NULL GROUP BY r.id ORDER BY r.id`,
      ),
    );
  }
  expect(await query(`SELECT id, bytes_in, bytes_out, failures FROM requests ORDER BY id`)).toEqual(
    await query(
      `SELECT r.id, coalesce(sum(i.bytes_in), 0) AS bytes_in, coalesce(sum(i.bytes_out), 0) AS bytes_out,
              coalesce((SELECT jsonb_object_agg(f.error_code, f.images)
                 FROM (SELECT error_code, count(*) AS images FROM images
                        WHERE request_id = r.id AND status = 'failed' GROUP BY error_code) f), '{}') AS failures
         FROM requests r LEFT JOIN images i ON i.request_id = r.id GROUP BY r.id ORDER BY r.id`,
    ),
  );
}

/** Each row once, each completed image the picture of its own URL, whole, and the same for the same URL. */
export async function expectRightPictures(client: Client, requestId: string): Promise<void> {
  const products = await client.products(requestId);
  expect(products.map(product => product.row)).toEqual(products.map((_, index) => index + 1));
  const images = products.flatMap(product => product.images);
  const outputs = new Map<string, string>();
  for (const { status, input_image_url: input, output_image_url: output, width, height } of images) {
    expect({ input, hasOutput: output !== null }).toEqual({ input, hasOutput: status === 'completed' });
    if (output === null) continue;
    expect(outputs.get(input) ?? output).toBe(output);
    if (outputs.has(input)) continue;
    outputs.set(input, output);
    const size = sizeOf(pictureAt(input));
    expect({ input, width, height }).toEqual({ input, ...size });
    const bytes = await client.image(output);
    const { info } = await sharp(bytes!, { failOn: 'warning' }).raw().toBuffer({ resolveWithObject: true });
    expect({ input, width: info.width, height: info.height }).toEqual({ input, ...size });
  }
}

/** Names hold the hash of request and content, so a file that is not whole shows; and each is some image's. */
export async function expectWholeFiles(installation: Inside): Promise<void> {
  const rows = await installation.query<{ request_id: string; output_file: string }>(
    `SELECT DISTINCT request_id, output_file FROM images WHERE output_file IS NOT NULL`,
  );
  const requestOf = new Map(
    rows.map(row => [row.output_file.replace(/^.*-(?=[0-9a-f]{32}\.)/, ''), row.request_id]),
  );
  const files = await installation.files('files/images');
  expect(files.map(file => basename(file)).sort()).toEqual([...requestOf.keys()].sort());
  for (const file of files) {
    const name = basename(file);
    const content = await readFile(join(installation.dataDir, 'files/images', file));
    const hash = createHash('sha256').update(requestOf.get(name)!).update(content).digest('hex');
    expect(name).toContain(hash.slice(0, 32));
  }
}

/** Whoever drops what has the same `webhook-id` twice hears of the request's end once, and as it stayed. */
export async function expectToldOnce(
  client: Client,
  requestId: string,
  receiver: WebhookReceiver,
): Promise<void> {
  const told = () =>
    receiver.deliveries
      .filter(({ status }) => status < 300)
      .map(({ headers, body }) => ({ id: headers['webhook-id'], ...messageOf(body) }))
      .filter(({ data }) => data.request_id === requestId);
  await until('the end of the request is told', () => told().length > 0, { timeoutMs: 60_000 });
  const { status, run, completed_at, image_counts } = await client.status(requestId);
  expect(new Set(told().map(({ id }) => id)).size).toBe(1);
  expect(told()[0]).toMatchObject({
    type: `request.${status}`,
    data: { status, run, completed_at, image_counts },
  });
}

interface Message {
  type: string;
  data: { request_id: string };
}

const messageOf = (body: Buffer) => JSON.parse(body.toString()) as Message;
