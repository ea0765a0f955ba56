/**
 * Switched off to see it fail: stopping the recorded servers of a killed program (`stopRecorded` at the start: the old
 * Redis still runs beside the new one).
 */
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Client as Postgres } from 'pg';
import { postgresUrl } from '../../src/embedded/postgres-server';
import { processIdentity } from '../../src/embedded/process-identity';
import { catalogue } from '../factories/catalogue';
import { Client } from '../support/client';
import { filesBelow } from '../support/files-below';
import { expectInvariants, type Inside } from '../support/invariants';
import { ServiceProcess } from '../support/service-process';
import { type Shop, startShop } from '../support/shop';
import { removeTemporaryFolder, temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

const PICTURES = 120;

let folder: string;
let shop: Shop;
let programs: ServiceProcess[];

beforeEach(async () => {
  programs = [];
  [folder, shop] = await Promise.all([temporaryFolder(), startShop(PICTURES, { latencyMs: 300 })]);
});
afterEach(async () => {
  for (const program of programs) await program.kill();
  await Promise.all([shop.close(), removeTemporaryFolder(folder)]);
});

const dataDir = () => join(folder, 'data');

/** The whole program with its own servers, on the same data directory each time. */
function spawn(): ServiceProcess {
  const program = ServiceProcess.spawn({
    DATA_DIR: dataDir(),
    ALLOWED_PRIVATE_HOSTS: '127.0.0.1',
    RATE_LIMIT_PER_MINUTE: '0',
    DOWNLOAD_CONCURRENCY: '8',
  });
  programs.push(program);
  return program;
}

async function start(): Promise<ServiceProcess> {
  const program = spawn();
  await program.serving();
  return program;
}

const serverPid = async (name: string) =>
  Number((await readFile(join(dataDir(), 'embedded', `${name}.pid`), 'utf8')).split(' ')[0]);

const ports = (program: ServiceProcess) =>
  [...program.log.matchAll(/Embedded (\w+) listens on 127\.0\.0\.1:(\d+)/g)].map(([, name, port]) => ({
    name,
    port: Number(port),
  }));

const listens = (port: number) =>
  new Promise<boolean>(resolve => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

/** A look into the tables of a running program. */
async function inside<T>(program: ServiceProcess, look: (inside: Inside) => Promise<T>): Promise<T> {
  const port = ports(program).find(({ name }) => name === 'PostgreSQL')!.port;
  const password = (await readFile(join(dataDir(), 'embedded', 'postgres.password'), 'utf8')).trim();
  const database = new Postgres({ connectionString: postgresUrl(port, password) });
  await database.connect();
  try {
    return await look({
      dataDir: dataDir(),
      files: name => filesBelow(join(dataDir(), name)),
      query: async (sql, values) => (await database.query(sql, values)).rows as never,
    });
  } finally {
    await database.end();
  }
}

const upload = (client: Client) =>
  client.upload(catalogue(shop.pictures(PICTURES).map(url => ({ urls: [url] }))));

async function expectDone(program: ServiceProcess, id: string): Promise<void> {
  const client = new Client(program.url);
  await client.finished(id);
  expect(await client.status(id)).toMatchObject({
    status: 'completed',
    image_counts: { completed: PICTURES },
  });
  await inside(program, look => expectInvariants(look, client, [id]));
}

it('a program killed in the middle leaves its servers behind; the next start stops them and goes on', async () => {
  const killed = await start();
  const client = new Client(killed.url);
  const id = await upload(client);
  await client.progressed(id, 20);
  const orphans = [await serverPid('postgres'), await serverPid('redis')];
  await killed.kill();
  expect(orphans.map(processIdentity)).not.toContain(undefined);

  const next = await start();
  expect(orphans.map(processIdentity)).toEqual([undefined, undefined]);
  await new Client(next.url).progressed(id, 60);
  // And once more, this time with its servers.
  const servers = [await serverPid('postgres'), await serverPid('redis')];
  await next.kill();
  for (const pid of servers) process.kill(pid, 'SIGKILL');

  await expectDone(await start(), id);
});

it('a Ctrl-C under load ends everything in order, and the next start goes on', async () => {
  const program = await start();
  const client = new Client(program.url);
  const id = await upload(client);
  await client.progressed(id, 20);
  program.interrupt();
  expect(await program.end()).toBe(0);
  expect(ports(program)).toHaveLength(2);
  for (const { port } of ports(program)) expect(await listens(port)).toBe(false);

  const next = await start();
  const begun = Date.now();
  await new Client(next.url).progressed(id, 40);
  // Nothing waits for a lease: what was under way was finished or handed back.
  expect(Date.now() - begun).toBeLessThan(10_000);
  await expectDone(next, id);
});

it('a second start beside a running one says who holds the folder, and disturbs nothing', async () => {
  const running = await start();
  const second = spawn();
  expect(await second.end()).toBe(1);
  expect(second.log).toContain(`is in use by process ${running.pid}`);

  const client = new Client(running.url);
  const id = await upload(client);
  await until('it works', async () => (await client.status(id)).image_counts.completed > 0, {
    timeoutMs: 30_000,
  });
  await expectDone(running, id);
  expect(await running.stop()).toBe(0);
});

it('a start whose own Postgres lets nobody in says so, and names no setting that is not set', async () => {
  await (await start()).stop();
  await writeFile(join(dataDir(), 'embedded', 'postgres.password'), 'not-the-password\n');

  const program = spawn();

  expect(await program.end()).toBe(1);
  expect(program.log).toContain('The embedded Postgres cannot be used: password authentication failed');
  expect(program.log).not.toMatch(/DATABASE_URL|not-the-password/);
});
