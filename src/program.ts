import { isIP } from 'node:net';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DataSource } from 'typeorm';
import { AppModule } from './app.module';
import { AppSettings } from './app.settings';
import { checkSettings } from './check-settings';
import { adoptUploads, type ApiKey, ApiKeySettings } from './common/auth';
import { Deadline, rejectedBy } from './common/concurrency';
import { migrationOptions, runMigrations } from './common/database';
import { ForeseenError } from './common/foreseen-error';
import { HttpSettings, OpenConnections } from './common/http';
import { jsonLog, nestLogger } from './common/logging';
import { OwnListeners } from './common/outbound';
import { loadSettings, SettingsError } from './common/settings';
import { configureHttp } from './configure-http';
import { type EmbeddedServers, lockDataDir, startEmbedded } from './embedded';
import { listeningHost } from './listening';
import { RequestSettings } from './requests';
import { stopInTime } from './stopping';
import { Storage, StorageError, StorageSettings } from './storage';

/** A step of the start that the system refused. */
class StartError extends ForeseenError {
  override readonly name = 'StartError';
}

/** The running program. */
export interface Program {
  /** Where it can be reached. */
  url: string;
  /** A part of it, for whoever runs it inside of something else. */
  find<T>(part: abstract new (...args: never[]) => T): T;
  /** Takes no new work, finishes what is under way, and ends the embedded servers last. */
  stop(): Promise<void>;
}

/** Undone in reverse order. */
type Step = () => Promise<unknown>;

/** Told in a sentence what is started and what went wrong. */
type Log = (message: string) => void;

const toStandardError: Log = message => process.stderr.write(`${message}\n`);

/**
 * Starts everything that this process needs and serves.
 * @throws SettingsError, EmbeddedError, DataDirLockedError or StartError with what to do about it; nothing is left
 * running then.
 */
export async function startProgram(log: Log = toStandardError): Promise<Program> {
  checkSettings();
  const settings = loadSettings(AppSettings);
  checkTogether(settings);
  const { API_KEYS: keys } = loadSettings(ApiKeySettings);
  const { PUBLIC_URL: publicUrl } = loadSettings(RequestSettings);
  const http = loadSettings(HttpSettings);
  const host = listeningHost({ ...settings, hasKeys: keys.length > 0, publicUrl });
  const undo: Step[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const embedded = await startServers(settings, undo, log);
    const databaseUrl = settings.DATABASE_URL ?? embedded?.databaseUrl ?? '';
    const redisUrl = settings.REDIS_URL ?? embedded?.redisUrl ?? '';
    const postgres = settings.DATABASE_URL === null ? 'The embedded Postgres' : 'DATABASE_URL';
    await migrate(await naming(`${postgres} cannot be used`, connect(databaseUrl)), keys);
    const module = AppModule.on({ databaseUrl, redisUrl, role: settings.ROLE });
    const app = await NestFactory.create<NestExpressApplication>(module, {
      bufferLogs: true,
      abortOnError: false,
    });
    const connections = new OpenConnections(app.getHttpServer());
    undo.push(() => stopInTime(app, connections, log));
    const logger = jsonLog(settings.LOG_LEVEL);
    app.useLogger(nestLogger(logger));
    await checkStorage(app.get(Storage, { strict: false }), log);
    configureHttp(app, { host, keys, publicUrl, http, log: logger });
    const own = app.get(OwnListeners, { strict: false });
    // Before any work begins, which the next line lets it do.
    for (const listener of [{ host, port: settings.PORT }, ...(embedded?.listeners ?? [])]) own.add(listener);
    await naming('HOST and PORT cannot be used', app.listen(settings.PORT, host));
    const { port } = app.getHttpServer().address() as AddressInfo;
    own.add({ host, port });
    return {
      url: `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`,
      find: part => app.get(part, { strict: false }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startServers(settings: AppSettings, undo: Step[], log: Log): Promise<EmbeddedServers | null> {
  const postgres = settings.DATABASE_URL === null;
  const redis = settings.REDIS_URL === null;
  if (!postgres && !redis) return null;
  const dataDir = resolve(loadSettings(StorageSettings).DATA_DIR);
  undo.push(await naming('DATA_DIR cannot be used', lockDataDir(dataDir)));
  const embedded = await startEmbedded({ dataDir, postgres, redis, log });
  undo.push(() => embedded.stop());
  return embedded;
}

function connect(databaseUrl: string): Promise<DataSource> {
  return new DataSource(migrationOptions(databaseUrl)).initialize();
}

async function migrate(dataSource: DataSource, [first]: readonly ApiKey[]): Promise<void> {
  try {
    await runMigrations(dataSource);
    if (first) await adoptUploads(dataSource, first.name);
  } finally {
    await dataSource.destroy();
  }
}

/** Time for every try to connect. A store that takes our connections and stays silent holds up a call for minutes. */
const STORAGE_PATIENCE_MS = 15_000;

/** A store that refuses us will not change its mind by itself; one that is away may come back. */
async function checkStorage(storage: Storage, log: Log): Promise<void> {
  const deadline = new Deadline(STORAGE_PATIENCE_MS, () => new Error('no answer yet'));
  try {
    await Promise.race([storage.probe(), rejectedBy(deadline.signal)]);
  } catch (cause) {
    const { message } = cause as Error;
    if (cause instanceof StorageError && cause.isRefusal) {
      throw new StartError(`STORAGE cannot be used: ${message}`, { cause });
    }
    log(`STORAGE cannot be used at the moment: ${message}`);
  } finally {
    deadline.end();
  }
}

/** Says which setting to look at, where only the system knows what is wrong; errors that say so pass. */
async function naming<T>(what: string, step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    throw new StartError(`${what}: ${cause.message}`, { cause });
  }
}

/** What is only wrong together with other settings. */
function checkTogether({ ROLE, DATABASE_URL, REDIS_URL }: AppSettings): void {
  if (ROLE !== 'all' && (DATABASE_URL === null || REDIS_URL === null)) {
    throw new SettingsError(`DATABASE_URL and REDIS_URL must be set when ROLE is ${ROLE}`);
  }
}
