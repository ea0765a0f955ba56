import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, type QueryResultRow, types } from 'pg';
import request from 'supertest';
import type { ProductDto, RequestDetailsDto } from '../../src/requests/http/details/product.dto';
import type { LogDto, LogsDto } from '../../src/requests/http/logs/logs.dto';
import type { UploadAcceptedDto } from '../../src/requests/http/upload/upload.dto';
import type { RequestStatusDto } from '../../src/requests';
import { type FreshServers, freshServers } from './servers';
import { removeTemporaryFolder, temporaryFolder } from './temporary-folder';
import { until } from './until';

types.setTypeParser(types.builtins.INT8, Number);

export type Fields = Record<string, string>;

/** A file as a client sends it; a text is UTF-8. */
export interface UploadedFile {
  content: string | Buffer;
  filename?: string;
}

/** The whole program as a process of its own, started by `main.ts`, on fresh servers and a fresh data directory. */
export class Darkroom {
  private constructor(
    readonly url: string,
    readonly dataDir: string,
    /** What it logged so far. */
    readonly log: () => string,
    private readonly program: ChildProcess,
    private readonly servers: FreshServers,
    private readonly database: Client,
  ) {}

  /** `env` are the settings that a test is about. */
  static async start(env: Record<string, string> = {}): Promise<Darkroom> {
    const [servers, dataDir] = await Promise.all([freshServers(), temporaryFolder()]);
    const { databaseUrl: DATABASE_URL, redisUrl: REDIS_URL } = servers;
    const settings = { PORT: '0', LOG_LEVEL: 'error', DATA_DIR: dataDir, DATABASE_URL, REDIS_URL };
    const tests = { RATE_LIMIT_PER_MINUTE: '0', WEBHOOK_SECRET: 'a secret that only the tests know' };
    const program = spawn(process.execPath, ['-r', '@swc-node/register', 'src/main.ts'], {
      cwd: join(__dirname, '..', '..'),
      env: { ...process.env, ...settings, ...tests, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '';
    for (const stream of [program.stdout, program.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (log += text));
    }
    const url = await until(
      'Darkroom serves, or has ended',
      () => (program.exitCode === null ? / serves on (\S+)/.exec(log)?.[1] : 'nowhere'),
      { timeoutMs: 60_000 },
    );
    if (program.exitCode !== null) {
      await servers.stop();
      throw new Error(`Darkroom did not start: ${log}`);
    }
    const database = new Client({ connectionString: servers.databaseUrl });
    // When a test dies, the Postgres of the run may be gone first.
    database.on('error', () => undefined);
    await database.connect();
    return new Darkroom(url, dataDir, () => log, program, servers, database);
  }

  /** Asks it to stop, and sees to it that it does so cleanly. */
  async stop(): Promise<void> {
    const ended = this.program.exitCode === null ? once(this.program, 'exit') : null;
    this.program.kill('SIGTERM');
    await ended;
    await this.database.end();
    await this.servers.stop();
    await removeTemporaryFolder(this.dataDir);
    if (this.program.exitCode !== 0) throw new Error(`Exit code ${this.program.exitCode}: ${this.log()}`);
  }

  /** The most memory that it ever held, in MiB. */
  async peakMemoryMb(): Promise<number> {
    const status = await readFile(`/proc/${this.program.pid}/status`, 'utf8');
    return Number(/VmHWM:\s*(\d+)/.exec(status)?.[1]) / 1_024;
  }

  /** As if Redis had gone away. */
  stopRedis(): Promise<void> {
    return this.servers.stopRedis();
  }

  /** To say what is asked and expected in so many words. */
  api() {
    return request(this.url);
  }

  /** An upload, whatever becomes of it. */
  post(file: UploadedFile | string | Buffer, fields: Fields = {}, path = '/api/upload'): request.Test {
    const { content, filename = 'catalogue.csv' } =
      typeof file === 'string' || Buffer.isBuffer(file) ? { content: file } : file;
    return this.api().post(path).field(fields).attach('file', Buffer.from(content), filename);
  }

  /** An upload that is taken. */
  async upload(file: UploadedFile | string | Buffer, fields: Fields = {}): Promise<UploadAcceptedDto> {
    return (await this.post(file, fields).expect(202)).body as UploadAcceptedDto;
  }

  /** @returns the status of a request as soon as it has finished. */
  finished(id: string, timeoutMs = 30_000): Promise<RequestStatusDto> {
    return until(
      `request ${id} has finished`,
      async () => {
        const status = await this.status(id);
        return status.completed_at === null ? null : status;
      },
      { timeoutMs, pollMs: 50 },
    );
  }

  /** Uploads and waits for the end. */
  async process(file: UploadedFile | string | Buffer, fields: Fields = {}): Promise<RequestStatusDto> {
    const { request_id } = await this.upload(file, fields);
    return this.finished(request_id);
  }

  async get<T>(path: string, status = 200): Promise<T> {
    return (await this.api().get(path).expect(status)).body as T;
  }

  status(id: string): Promise<RequestStatusDto> {
    return this.get(`/api/status/${id}`);
  }

  async products(id: string): Promise<ProductDto[]> {
    return (await this.get<RequestDetailsDto>(`/api/details/${id}?limit=1000`)).products;
  }

  async logs(id: string, query = ''): Promise<LogDto[]> {
    return (await this.get<LogsDto>(`/api/logs/${id}?limit=1000&${query}`)).logs;
  }

  /** Any body as the bytes that came. */
  async bytes(url: string): Promise<Buffer> {
    const answer = await fetch(new URL(url, this.url));
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
    return Buffer.from(await answer.arrayBuffer());
  }

  /** What is really in the database. */
  async query<T extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.database.query<T>(sql, values)).rows;
  }

  /** Every file in a folder of the data directory, with its path there. */
  async files(folder: string): Promise<string[]> {
    const names = await readdir(join(this.dataDir, folder), { recursive: true }).catch(() => []);
    const found = await Promise.all(
      names.map(async name => ((await stat(join(this.dataDir, folder, name))).isFile() ? [name] : [])),
    );
    return found.flat();
  }
}
