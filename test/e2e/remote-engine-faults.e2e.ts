/**
 * Switched off, one at a time, to see it fail: keeping the answer for the next claim; taking callbacks before the 202;
 * handing back by the leader's claim (its followers stay behind in work).
 */
import { Client, type QueryResultRow } from 'pg';
import request from 'supertest';
import type { RequestStatusDto } from '../../src/requests';
import type { UploadAcceptedDto } from '../../src/requests/http/upload/upload.dto';
import { freePort } from '../../src/embedded/free-port';
import { catalogue } from '../factories/catalogue';
import { picture } from '../factories/images';
import { type ImageService, startImageService } from '../support/image-service';
import { type FreshServers, freshServers } from '../support/servers';
import { SourceProcess } from '../support/source-process';
import { removeTemporaryFolder, temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

const SECRET = 'a secret of the image service';
/** Nobody asks for it: only whether it may be asked for counts. */
const INPUT = 'http://93.184.215.14/shoe.jpg';

let service: ImageService;
let servers: FreshServers;
let folder: string;
let port: number;
let database: Client;
let api: SourceProcess;
let webp: Buffer;
let workers: SourceProcess[];

const run = (role: string) =>
  SourceProcess.start({
    ROLE: role,
    // Also where the service calls back.
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    PORT: String(role === 'api' ? port : 0),
    DATABASE_URL: servers.databaseUrl,
    REDIS_URL: servers.redisUrl,
    DATA_DIR: folder,
    IMAGE_ENGINE: 'remote',
    IMAGE_ENGINE_URL: service.url,
    IMAGE_ENGINE_SECRET: SECRET,
    IMAGE_ATTEMPTS: '1',
    SHUTDOWN_GRACE_MS: '2000',
  });

async function startWorker(): Promise<SourceProcess> {
  const worker = await run('worker');
  workers.push(worker);
  return worker;
}

beforeEach(async () => {
  [service, servers, folder, port, webp] = await Promise.all([
    startImageService(`whsec_${Buffer.from(SECRET).toString('base64')}`),
    freshServers(),
    temporaryFolder(),
    freePort(),
    picture(80, 60).webp().toBuffer(),
  ]);
  workers = [];
  api = await run('api');
  database = new Client({ connectionString: servers.databaseUrl });
  database.on('error', () => undefined);
  await database.connect();
}, 90_000);
afterEach(async () => {
  for (const process of [...workers, api]) await process.kill();
  await database.end();
  await Promise.all([service.close(), servers.stop()]);
  await removeTemporaryFolder(folder);
}, 60_000);

async function upload(): Promise<string> {
  const csv = Buffer.from(catalogue([{ urls: [INPUT, INPUT] }]));
  const answer = await request(api.url).post('/api/upload').attach('file', csv, 'a.csv').expect(202);
  return (answer.body as UploadAcceptedDto).request_id;
}

async function finished(id: string): Promise<RequestStatusDto> {
  return until(
    'the request has finished',
    async () => {
      const status = (await request(api.url).get(`/api/status/${id}`).expect(200)).body as RequestStatusDto;
      return status.completed_at === null ? null : status;
    },
    { timeoutMs: 60_000, pollMs: 100 },
  );
}

interface Row extends QueryResultRow {
  claim: number;
  crashes: number;
  attempts: number;
  handed_over_at: Date | null;
  engine_answer: object | null;
}

const leader = async () =>
  (await database.query<Row>('SELECT * FROM images WHERE leader_id = id')).rows[0] as Row;

const good = () => ({ status: 'completed', output_image_url: service.result('/good.webp', webp) }) as const;

it('a callback is noted by an API while no worker is there, and the next worker takes it up', async () => {
  const id = await upload();
  const first = await startWorker();
  const job = await service.job(INPUT);
  await until('the hand-over is noted', async () => (await leader()).handed_over_at);
  await first.kill();

  expect(new URL(job.callback_url).origin).toBe(api.url);
  expect(await service.callBack(job, good())).toBe(204);
  expect(await leader()).toMatchObject({ handed_over_at: null, engine_answer: good() });

  const second = await startWorker();
  expect(await finished(id)).toMatchObject({ status: 'completed', image_counts: { completed: 2 } });
  expect(await leader()).toMatchObject({ attempts: 1, crashes: 0, engine_answer: null });
  expect(service.jobs()).toHaveLength(1);
  await second.stop();
});

it('a worker that dies while the service takes the job loses nothing: its callback counts', async () => {
  service.on(INPUT, () => new Promise(() => undefined));
  const id = await upload();
  const first = await startWorker();
  const job = await service.job(INPUT);
  await first.kill();
  expect(await leader()).toMatchObject({ handed_over_at: null });

  expect(await service.callBack(job, good())).toBe(204);
  await startWorker();
  expect(await finished(id)).toMatchObject({ status: 'completed' });
  expect(service.jobs()).toHaveLength(1);
});

it('a worker that dies while the service takes the job, which then forgets it, costs a lease', async () => {
  service.on(INPUT, () => new Promise(() => undefined));
  const id = await upload();
  const first = await startWorker();
  const lost = await service.job(INPUT);
  await first.kill();
  service.on(INPUT, () => 202);

  await startWorker();
  const job = await service.job(INPUT, 2);
  expect(await service.callBack(lost, { status: 'failed' })).toBe(204);
  expect(await service.callBack(job, good())).toBe(204);
  // It had one attempt only: what a dead worker began is none.
  expect(await finished(id)).toMatchObject({ status: 'completed' });
  expect(service.jobs()).toHaveLength(2);
});

/** Until a worker takes in a result, which comes only when it is asked for again. */
async function takesIn(): Promise<void> {
  let asked = 0;
  const output_image_url = service.result('/slow.webp', response => {
    asked++;
    if (asked > 1) response.end(webp);
  });
  await service.callBack(await service.job(INPUT), { status: 'completed', output_image_url });
  await until('the result is asked for', () => asked === 1);
}

it('a worker that dies while it takes a result in is replaced; the service is not asked again', async () => {
  const id = await upload();
  const first = await startWorker();
  await takesIn();
  await first.kill();

  await startWorker();
  expect(await finished(id)).toMatchObject({ status: 'completed' });
  expect(service.jobs()).toHaveLength(1);
  expect(await leader()).toMatchObject({ attempts: 1, crashes: 1 });
});

it('a callback is noted while Redis is away', async () => {
  await upload();
  const worker = await startWorker();
  const job = await service.job(INPUT);
  await until('the hand-over is noted', async () => (await leader()).handed_over_at);
  await worker.kill();
  await servers.stopRedis();

  expect(await service.callBack(job, good())).toBe(204);
  expect(await leader()).toMatchObject({ claim: 2, engine_answer: good() });
});

it('stopped between hand-over and callback, a worker ends at once and cleanly', async () => {
  const id = await upload();
  const first = await startWorker();
  const job = await service.job(INPUT);
  await until('the hand-over is noted', async () => (await leader()).handed_over_at);
  await first.stop();
  expect(await leader()).toMatchObject({ claim: 1 });

  await startWorker();
  await service.callBack(job, good());
  expect(await finished(id)).toMatchObject({ status: 'completed' });
  expect(service.jobs()).toHaveLength(1);
});

it('stopped while it takes a result in, a worker hands back every occurrence of the image', async () => {
  const id = await upload();
  const first = await startWorker();
  await takesIn();
  await first.stop();
  const { rows } = await database.query<{ status: string }>('SELECT status FROM images');
  expect(rows.map(({ status }) => status)).toEqual(['pending', 'pending']);

  await startWorker();
  expect(await finished(id)).toMatchObject({ status: 'completed', image_counts: { completed: 2 } });
  expect(service.jobs()).toHaveLength(1);
});
