import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTemporaryFolder, temporaryFolder } from './temporary-folder';

const BUCKET = 'darkroom';
/** The only key that the server knows. */
const KEY = 'S3RVER';
const OBJECT_FILE = /\._S3rver_object$/;

/** A real S3-compatible server on loopback, with one bucket; it can be killed and come back with what it had. */
export class S3Server {
  private port = 0;
  private process?: ChildProcess;

  private constructor(private readonly folder: string) {}

  static async start(): Promise<S3Server> {
    const server = new S3Server(await temporaryFolder());
    await mkdir(server.path);
    await server.start();
    return server;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What a program has to be told, to keep its files here. */
  settings(endpoint = this.endpoint): Record<string, string> {
    return {
      STORAGE: 's3',
      S3_ENDPOINT: endpoint,
      S3_BUCKET: BUCKET,
      S3_ACCESS_KEY_ID: KEY,
      S3_SECRET_ACCESS_KEY: KEY,
    };
  }

  async start(): Promise<void> {
    const options = { bucket: BUCKET, directory: this.path, port: this.port };
    const script = join(__dirname, 's3-server-process.js');
    this.process = spawn(process.execPath, [script, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(this.process.stdout!, 'data')) as [Buffer];
    this.port = Number(line.toString());
  }

  /** Without a word; what it had stays. */
  async kill(): Promise<void> {
    if (!this.process || this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
  }

  /** Every key in the bucket, past the server. */
  async keys(): Promise<string[]> {
    const files = await readdir(join(this.path, BUCKET), { recursive: true });
    return files
      .filter(file => OBJECT_FILE.test(file))
      .map(file => file.replace(OBJECT_FILE, ''))
      .sort();
  }

  /** As if a key had been written then. */
  async changedAt(key: string, time: Date): Promise<void> {
    await utimes(join(this.path, BUCKET, `${key}._S3rver_object`), time, time);
  }

  async remove(): Promise<void> {
    await this.kill();
    await removeTemporaryFolder(this.folder);
  }

  private get path(): string {
    return join(this.folder, 'buckets');
  }
}
