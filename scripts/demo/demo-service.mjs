import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { projectFolder } from '../run.mjs';
import { exitCodeOf, startService } from '../serve.mjs';

/** Apart from the data of `npm start`. */
export const DATA_DIR = join(projectFolder, 'data', 'demo');
export const LOG_FILE = join(DATA_DIR, 'service.log');

const USUAL_PORT = 3000;
/** The first start makes a database, which takes a while on a slow disk. */
const READY_WITHIN_MS = 120_000;
const LOOK_MS = 100;
const LAST_LINES = 12;

/** The built service with its embedded servers, its log in a file. */
export class DemoService {
  /**
   * @param allowedHosts what it may fetch from and notify inside this machine: `host:port`
   * @param sampleHost where the pictures of the sample are
   */
  static async start(allowedHosts, sampleHost) {
    const port = process.env.PORT || (await freePort());
    mkdirSync(DATA_DIR, { recursive: true });
    const log = openSync(LOG_FILE, 'a');
    const settings = {
      PORT: String(port),
      DATA_DIR,
      ALLOWED_PRIVATE_HOSTS: allowedHosts.join(','),
      SAMPLE_ORIGIN: `http://${sampleHost}`,
    };
    const service = startService(settings, ['ignore', log, log]);
    closeSync(log);
    console.log('Starting Darkroom with a Postgres and a Redis of its own …');
    return new DemoService(service, `http://127.0.0.1:${port}`);
  }

  constructor(process, url) {
    this.process = process;
    this.url = url;
    /** Its exit code. */
    this.ended = once(process, 'exit').then(([code, signal]) => exitCodeOf(code, signal));
  }

  async isReady() {
    const giveUpAt = Date.now() + READY_WITHIN_MS;
    while (!(await this.answersReady())) {
      if (Date.now() > giveUpAt) throw new Error(`the service was not ready in ${READY_WITHIN_MS / 1_000} s`);
      await delay(LOOK_MS);
    }
  }

  /** @throws when the service ends before `work` does. */
  async whileItRuns(work) {
    const ended = this.ended.then(code => {
      throw new Error(`the service ended with exit code ${code}`);
    });
    return Promise.race([work, ended]);
  }

  /** @returns its exit code */
  async stop() {
    this.process.kill('SIGTERM');
    return this.ended;
  }

  lastWords() {
    return readFileSync(LOG_FILE, 'utf8').trimEnd().split('\n').slice(-LAST_LINES).join('\n');
  }

  async answersReady() {
    try {
      return (await fetch(`${this.url}/health/ready`)).ok;
    } catch {
      return false;
    }
  }
}

/** The usual port, or any when somebody has that. */
async function freePort() {
  return (await canListen(USUAL_PORT)) || canListen(0);
}

async function canListen(port) {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return undefined;
  }
  const { port: taken } = server.address();
  server.close();
  await once(server, 'close');
  return taken;
}
