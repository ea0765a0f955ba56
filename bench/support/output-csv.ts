import { createHash } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { to as copyTo } from 'pg-copy-streams';
import { expectEqual } from './check-outputs';
import { connected } from './postgres-client';

/** The output CSV of a request, made by the service or by Postgres alone. */
export interface OutputSource {
  /** Its PUBLIC_URL, so that its links begin with it. */
  serviceUrl: string;
  databaseUrl: string;
  requestId: string;
}

/** @returns seconds that the service takes */
export async function download(source: OutputSource): Promise<number> {
  const begun = performance.now();
  for await (const _ of await fromService(source)) void _;
  return (performance.now() - begun) / 1_000;
}

/** @returns seconds that `COPY … TO` takes for the same rows */
export async function copyOut(source: OutputSource): Promise<number> {
  return fromPostgres(source, async rows => {
    const begun = performance.now();
    for await (const _ of rows) void _;
    return (performance.now() - begun) / 1_000;
  });
}

/** @throws unless both say the same, but for the line ends and the header. */
export async function expectSameCsv(source: OutputSource): Promise<void> {
  const copied = await fromPostgres(source, hashOf);
  expectEqual('output CSV', await hashOf(await fromService(source)), copied);
}

function fromService({ serviceUrl, requestId }: OutputSource): Promise<Readable> {
  return new Promise((resolve, reject) => {
    const take = (answer: IncomingMessage) =>
      answer.statusCode === 200
        ? resolve(answer)
        : reject(new Error(`The download answered ${answer.statusCode}`));
    get(`${serviceUrl}/api/download/${requestId}`, take).once('error', reject);
  });
}

function fromPostgres<T>(source: OutputSource, take: (rows: Readable) => Promise<T>): Promise<T> {
  return connected(source.databaseUrl, client => take(client.query(copyTo(copyOf(source)))));
}

/** COPY takes no parameters; both are ours. */
function copyOf({ requestId, serviceUrl }: OutputSource): string {
  return `COPY (
    SELECT p.serial_number AS "S. No", p.product_name AS "Product Name",
           string_agg(i.input_image_url, ', ' ORDER BY i.position) AS "Input Image Urls",
           string_agg('${serviceUrl}/api/image/' || i.output_file, ', ' ORDER BY i.position) AS "Output Image Urls"
      FROM products p JOIN images i ON i.product_id = p.id
     WHERE p.request_id = '${requestId}'
     GROUP BY p.id ORDER BY p.row
  ) TO STDOUT (FORMAT csv, HEADER)`;
}

async function hashOf(csv: Readable): Promise<string> {
  const hash = createHash('sha256');
  const lineEnds = new PassThrough();
  const hashing = (async () => {
    for await (const piece of lineEnds)
      hash.update((piece as Buffer).toString('latin1').replaceAll('\r', ''), 'latin1');
  })();
  await pipeline(csv, lineEnds);
  await hashing;
  return hash.digest('hex');
}
