import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  chown,
  cp,
  mkdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import Redis from 'ioredis';
import { Client } from 'pg';
import type { EmbeddedServers } from '../../src/embedded';
import { ROOT_STAGE } from '../../src/embedded/postgres-plan';
import { processIdentity } from '../../src/embedded/process-identity';
import { removeTemporaryFolder, temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

const root = process.getuid?.() === 0;
const programs: ChildProcess[] = [];
let folder: string;
let dataDir: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  dataDir = join(folder, 'data');
});

afterEach(async () => {
  for (const program of programs.splice(0)) await end(program, 'SIGTERM');
  const link = await readlink(join(dataDir, 'embedded', 'postgres')).catch(() => undefined);
  await removeTemporaryFolder(folder);
  if (!link?.startsWith(`${ROOT_STAGE}/`)) return;
  for (const path of [dirname(link), `${dirname(link)}.link`])
    await rm(path, { recursive: true, force: true });
});

describe('the embedded servers', () => {
  it('keep what Postgres was told over a stop and a start', async () => {
    const first = await startProgram();
    await query(first.servers, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await end(first.process, 'SIGTERM');
    await expectGone(first.servers);

    const second = await startProgram();
    expect(await query(second.servers, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(await redisAnswers(second.servers)).toBe('PONG');
  });

  it('are waited for when the program stops, also when the record of their processes is gone', async () => {
    const { process: program, servers } = await startProgram();
    for (const name of ['postgres', 'redis']) await rm(join(dataDir, 'embedded', `${name}.pid`));
    await end(program, 'SIGTERM');
    await expectGone(servers);
  });

  it('are stopped and started anew, data intact, when the program was killed', async () => {
    const killed = await startProgram();
    await query(killed.servers, 'CREATE TABLE kept AS SELECT n FROM generate_series(1, 1000) n');
    const orphans = await Promise.all(['postgres', 'redis'].map(recordedProcess));
    await end(killed.process, 'SIGKILL');
    expect(orphans.map(({ pid, identity }) => processIdentity(pid) === identity)).toEqual([true, true]);

    const next = await startProgram();
    expect(orphans.map(({ pid, identity }) => processIdentity(pid) === identity)).toEqual([false, false]);
    expect(await query(next.servers, 'SELECT count(*)::int AS rows FROM kept')).toEqual([{ rows: 1000 }]);
  });

  it('recover every committed row when they were killed too', async () => {
    const killed = await startProgram();
    await query(killed.servers, 'CREATE TABLE kept AS SELECT n FROM generate_series(1, 1000) n');
    const { pid } = await recordedProcess('postgres');
    await end(killed.process, 'SIGKILL');
    process.kill(pid, 'SIGKILL');

    const next = await startProgram();
    expect(await query(next.servers, 'SELECT count(*)::int AS rows FROM kept')).toEqual([{ rows: 1000 }]);
  });

  it('start over a lock file whose pid has since gone to another program', async () => {
    const killed = await startProgram();
    const { pid } = await recordedProcess('postgres');
    await end(killed.process, 'SIGKILL');
    process.kill(pid, 'SIGKILL');
    const lockFile = join(dataDir, 'embedded', 'postgres', 'postmaster.pid');
    const contents = await readFile(lockFile, 'utf8');
    await writeFile(lockFile, contents.replace(String(pid), String(process.pid)));

    const next = await startProgram();
    expect(await query(next.servers, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('are started again on the same address when they end by themselves', async () => {
    const { servers } = await startProgram();
    for (const name of ['postgres', 'redis']) process.kill((await recordedProcess(name)).pid, 'SIGKILL');

    await until('Redis answers again', async () => (await redisAnswers(servers)) === 'PONG');
    await until('Postgres answers again', () => query(servers, 'SELECT 1'));
  });

  it('do not notice a Ctrl-C, which reaches the whole process group of the program', async () => {
    const { process: program, servers, lines } = await startProgram();
    process.kill(-program.pid!, 'SIGINT');
    await until('the program has been interrupted', () => lines.includes('interrupted'));

    expect(await query(servers, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await redisAnswers(servers)).toBe('PONG');
  });

  it('leave a stranger alone that got the pid of a server that is gone', async () => {
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    await mkdir(join(dataDir, 'embedded'), { recursive: true });
    await writeFile(join(dataDir, 'embedded', 'redis.pid'), `${stranger.pid} 00000000-1\n`);

    await startProgram();
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    stranger.kill();
  });

  it('let nobody in without the password, which no command line shows', async () => {
    const { servers } = await startProgram();
    const passwords = [servers.databaseUrl!, servers.redisUrl!].map(url => new URL(url).password);

    await expect(
      query({ databaseUrl: servers.databaseUrl!.replace(passwords[0]!, 'guess') }, ''),
    ).rejects.toThrow('password authentication failed');
    const anonymous = servers.redisUrl!.replace(`:${passwords[1]}@`, '');
    await expect(redisAnswers({ redisUrl: anonymous })).rejects.toThrow('NOAUTH');
    for (const [index, name] of ['postgres', 'redis'].entries()) {
      const shown = await readFile(`/proc/${(await recordedProcess(name)).pid}/cmdline`, 'utf8').catch(
        () => '',
      );
      expect(shown).not.toContain(passwords[index]);
      const { mode } = await stat(join(dataDir, 'embedded', `${name}.password`));
      expect(mode & 0o777).toBe(0o600);
    }
  });

  it('refuse a data directory of another major version by name', async () => {
    const first = await startProgram();
    await end(first.process, 'SIGTERM');
    await writeFile(join(dataDir, 'embedded', 'postgres', 'PG_VERSION'), '14\n');

    expect(await refusal()).toMatch(/was made by PostgreSQL 14, and this Darkroom comes with PostgreSQL \d+/);
  });

  (root ? it : it.skip)('run for root from a folder that only root can enter', async () => {
    await chmod(folder, 0o700);
    const first = await startProgram();
    await query(first.servers, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await end(first.process, 'SIGTERM');

    const second = await startProgram();
    expect(await query(second.servers, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  (root ? it : it.skip)(
    'serve a folder that only root can enter where it was moved to, and no copy of it',
    async () => {
      await chmod(folder, 0o700);
      const first = await startProgram();
      await query(first.servers, 'CREATE TABLE kept AS SELECT 42 AS answer');
      const copy = join(folder, 'copy');
      await cp(dataDir, copy, {
        recursive: true,
        verbatimSymlinks: true,
        filter: path => !/lock|\.pid$/.test(path),
      });

      expect(await refusal(copy)).toContain(
        `${copy}/embedded/postgres is a copy of ${dataDir}/embedded/postgres`,
      );
      expect(await query(first.servers, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);

      await end(first.process, 'SIGTERM');
      await rm(copy, { recursive: true });
      await rename(dataDir, copy);
      const moved = await startProgram(copy);
      expect(await query(moved.servers, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
      await end(moved.process, 'SIGTERM');
      await rename(copy, dataDir);
    },
  );

  (root ? it : it.skip)(
    'say of a database that was copied without its owner how to give it back',
    async () => {
      const cluster = join(dataDir, 'embedded', 'postgres');
      await end((await startProgram()).process, 'SIGTERM');
      await chown(cluster, 0, 0);

      expect(await refusal()).toMatch(`${cluster} belongs to root, whom PostgreSQL does not run as`);
    },
  );

  it('say of a folder that was copied without its database that it is missing', async () => {
    await mkdir(join(dataDir, 'embedded'), { recursive: true });
    const gone = join(folder, 'gone', 'cluster');
    await symlink(gone, join(dataDir, 'embedded', 'postgres'));

    expect(await refusal()).toContain(`postgres leads to ${gone}, where there is no database`);
  });
});

describe('the lock of the data directory', () => {
  it('refuses a second program and names the one that holds it', async () => {
    const { process: holder, servers } = await startProgram();
    expect(await refusal()).toContain(`${dataDir} is in use by process ${holder.pid}`);
    expect(await query(servers, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

async function startProgram(folder = dataDir) {
  const program = spawnProgram(folder);
  const lines: string[] = [];
  createInterface({ input: program.stdout! }).on('line', line => lines.push(line));
  const line = await until('the servers run', () => lines[0] ?? program.exitCode !== null, {
    timeoutMs: 60_000,
  });
  if (typeof line !== 'string') throw new Error('The program ended instead of starting its servers');
  return { process: program, lines, servers: JSON.parse(line) as EmbeddedServers };
}

/** What a program says that does not start. */
async function refusal(folder = dataDir): Promise<string> {
  const program = spawnProgram(folder);
  let said = '';
  program.stderr!.on('data', chunk => (said += String(chunk)));
  await once(program, 'close');
  expect(program.exitCode).toBe(1);
  return said;
}

function spawnProgram(folder: string): ChildProcess {
  const args = ['-r', '@swc-node/register', join(__dirname, '..', 'support', 'embedded-program.ts'), folder];
  const program = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  programs.push(program);
  return program;
}

async function end(program: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const ended = once(program, 'exit');
  program.kill(signal);
  await ended;
}

async function recordedProcess(name: string): Promise<{ pid: number; identity: string }> {
  const [pid, identity] = (await readFile(join(dataDir, 'embedded', `${name}.pid`), 'utf8'))
    .trim()
    .split(' ');
  return { pid: Number(pid), identity: identity! };
}

async function query({ databaseUrl }: Pick<EmbeddedServers, 'databaseUrl'>, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function redisAnswers({ redisUrl }: Pick<EmbeddedServers, 'redisUrl'>): Promise<string> {
  const redis = new Redis(redisUrl!, {
    lazyConnect: true,
    enableReadyCheck: false,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await redis.ping();
  } finally {
    redis.disconnect();
  }
}

async function expectGone(servers: EmbeddedServers): Promise<void> {
  await expect(query(servers, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  await expect(redisAnswers(servers)).rejects.toThrow();
}
