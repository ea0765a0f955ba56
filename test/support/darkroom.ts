import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, type QueryResultRow, types } from 'pg';
import request from 'supertest';
import type { ImageDto, ProductDto, RequestDetailsDto } from '../../src/requests/http/details/product.dto';
import type { LogDto, LogsDto } from '../../src/requests/http/logs/logs.dto';
import type { UploadAcceptedDto } from '../../src/requests/http/upload/upload.dto';
import type { RequestStatusDto } from '../../src/requests';
import { filesBelow } from './files-below';
import { type FreshServers, freshServers } from './servers';
import { SourceProcess } from './source-process';
import { removeTemporaryFolder, temporaryFolder } from './temporary-folder';
import { until } from './until';

types.setTypeParser(types.builtins.INT8, Number);

export type Fields = Record<string, string>;

/** A file as a client sends it; a text is UTF-8. */
export interface UploadedFile {
  content: string | Buffer;
  filename?: string;
}

/** The whole program as a process of its own, run from its sources, on fresh servers and a fresh data directory. */
export class Darkroom {
  private constructor(
    readonly dataDir: string,
    private readonly program: SourceProcess,
    private readonly servers: FreshServers,
    private readonly database: Client,
  ) {}

  /** `env` are the settings that a test is about. */
  static async start(env: Record<string, string> = {}): Promise<Darkroom> {
    const [servers, dataDir] = await Promise.all([freshServers(), temporaryFolder()]);
    const { databaseUrl: DATABASE_URL, redisUrl: REDIS_URL } = servers;
    const settings = { DATA_DIR: dataDir, DATABASE_URL, REDIS_URL, ...env };
    const program = await SourceProcess.start(settings).catch(async (error: unknown) => {
      await servers.stop();
      throw error;
    });
    const database = new Client({ connectionString: servers.databaseUrl });
    // When a test dies, the Postgres of the run may be gone first.
    database.on('error', () => undefined);
    await database.connect();
    return new Darkroom(dataDir, program, servers, database);
  }

  get url(): string {
    return this.program.url;
  }

  /** What it logged so far. */
  log(): string {
    return this.program.log();
  }

  /** Asks it to stop, and sees to it that it does so cleanly. */
  async stop(): Promise<void> {
    try {
      await this.program.stop();
    } finally {
      await this.database.end();
      await this.servers.stop();
      await removeTemporaryFolder(this.dataDir);
    }
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

  /** One image of a request, by its URL. */
  async image(id: string, url: string): Promise<ImageDto> {
    const images = (await this.products(id)).flatMap(product => product.images);
    return images.find(image => image.input_image_url === url)!;
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
  files(folder: string): Promise<string[]> {
    return filesBelow(join(this.dataDir, folder));
  }
}
