import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Listed, ServedAs } from '../storage';
import type { StorageSettings } from '../storage.settings';
import { type Outgoing, setContentMd5 } from './content-md5';
import { toReadError, toStorageError } from './s3-errors';

/** The time that the store may take, in milliseconds, and the number of tries for one call. */
export interface Patience {
  connectMs: number;
  /** The longest time without a byte either way. */
  silenceMs: number;
  /** The time from the first byte of a call to the first byte of its answer. */
  answerMs: number;
  attempts: number;
}

const PATIENCE: Patience = { connectMs: 3_000, silenceMs: 30_000, answerMs: 120_000, attempts: 4 };

/** The connections of a process. Each client that receives an image holds one. */
const SOCKETS = 256;

/** The size of a part. Two at a time are held in memory while they are sent, so that they can be sent again. */
const PART_BYTES = 8 * 2 ** 20;
const PARTS_AT_A_TIME = 2;

export interface StoredObject {
  body: Readable;
  /** The bytes of the body. */
  length: number;
  /** A tag that changes with the content. */
  version: string | undefined;
}

/** The only class that talks to S3. Keys include the prefix. @throws NotStoredError and StorageError */
export class S3Gateway {
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor(settings: StorageSettings, patience = PATIENCE) {
    this.bucket = settings.S3_BUCKET ?? '';
    this.client = new S3Client(clientConfig(settings, patience));
    this.client.middlewareStack.add(
      (next, { commandName }) =>
        args => {
          if (commandName === 'DeleteObjectsCommand') setContentMd5(args.request as Outgoing);
          return next(args);
        },
      // After the SDK's own checksum and before it signs.
      { step: 'build', priority: 'low', name: 'contentMd5' },
    );
  }

  put(key: string, content: Buffer, served?: ServedAs): Promise<unknown> {
    const command = new PutObjectCommand({ ...this.object(key), Body: content, ...headers(served) });
    return this.calling(`store ${key}`, this.client.send(command));
  }

  /** Uploads content, in parts when it is large; the parts are discarded when one fails for good. */
  async putFile(key: string, path: string): Promise<void> {
    const upload = new Upload({
      client: this.client,
      params: { ...this.object(key), Body: createReadStream(path, { highWaterMark: 2 ** 20 }) },
      partSize: PART_BYTES,
      queueSize: PARTS_AT_A_TIME,
      // The SDK would leave them when the last call fails, and report a failure to remove them instead of ours.
      leavePartsOnError: true,
    });
    try {
      await this.calling(`store ${key}`, upload.done());
    } catch (error) {
      if (upload.uploadId) await this.discardParts(key, upload.uploadId);
      throw error;
    }
  }

  async size(key: string): Promise<number> {
    return (await this.head(key)).ContentLength ?? 0;
  }

  async changedAt(key: string): Promise<Date | null> {
    return (await this.head(key)).LastModified ?? null;
  }

  /** @param range as HTTP has it. @param version refuses any other content under the same key */
  async get(
    key: string,
    range: string | undefined,
    abortSignal: AbortSignal,
    version?: string,
  ): Promise<StoredObject> {
    const command = new GetObjectCommand({ ...this.object(key), Range: range, IfMatch: version });
    const answer = await this.reading(`read ${key}`, this.client.send(command, { abortSignal }));
    return { body: answer.Body as Readable, length: answer.ContentLength ?? 0, version: answer.ETag };
  }

  /** Removes up to 1,000 keys. @returns those that are still there, with the reasons */
  async remove(keys: string[]): Promise<{ key: string; code: string }[]> {
    const Delete = { Objects: keys.map(Key => ({ Key })), Quiet: true };
    const command = new DeleteObjectsCommand({ Bucket: this.bucket, Delete });
    const { Errors = [] } = await this.calling(`remove ${keys.length} keys`, this.client.send(command));
    return Errors.map(({ Key = '', Code = '' }) => ({ key: Key, code: Code }));
  }

  async *list(prefix: string): AsyncGenerator<Listed> {
    const pages = paginateListObjectsV2({ client: this.client }, { Bucket: this.bucket, Prefix: prefix });
    for (;;) {
      const page = await this.calling(`list ${prefix}`, pages.next());
      if (page.done) return;
      for (const { Key, LastModified } of page.value.Contents ?? []) {
        if (Key && LastModified) yield { key: Key, changedAt: LastModified };
      }
    }
  }

  /** A URL that lets its holder make this one call for so many seconds. */
  sign(key: string, method: 'GET' | 'HEAD', expiresIn: number): Promise<string> {
    const Command = method === 'HEAD' ? HeadObjectCommand : GetObjectCommand;
    return this.calling(
      `sign ${key}`,
      getSignedUrl(this.client, new Command(this.object(key)), { expiresIn }),
    );
  }

  private head(key: string): Promise<HeadObjectCommandOutput> {
    return this.reading(`find ${key}`, this.client.send(new HeadObjectCommand(this.object(key))));
  }

  /** Discards an upload; what cannot be discarded is left to the bucket's own rule for unfinished uploads. */
  private async discardParts(key: string, UploadId: string): Promise<void> {
    const command = new AbortMultipartUploadCommand({ ...this.object(key), UploadId });
    await this.client.send(command).catch(() => undefined);
  }

  private object(key: string) {
    return { Bucket: this.bucket, Key: key };
  }

  private async reading<T>(action: string, call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      throw toReadError(error, action);
    }
  }

  private async calling<T>(action: string, call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      throw toStorageError(error, action);
    }
  }
}

function clientConfig(
  { S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY }: StorageSettings,
  { connectMs, silenceMs, answerMs, attempts }: Patience,
): S3ClientConfig {
  const isKeyed = S3_ACCESS_KEY_ID !== null && S3_SECRET_ACCESS_KEY !== null;
  const agent = { maxSockets: SOCKETS, keepAlive: true };
  return {
    region: S3_REGION,
    // Stores that are not AWS rarely have a host name for each bucket.
    ...(S3_ENDPOINT !== null && { endpoint: S3_ENDPOINT, forcePathStyle: true }),
    ...(isKeyed && { credentials: { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY } }),
    maxAttempts: attempts,
    // Stores that are not AWS often refuse the checksums that the SDK adds by itself.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // With it, each large part would get a connection of its own.
    expectContinueHeader: false,
    requestHandler: {
      connectionTimeout: connectMs,
      socketTimeout: silenceMs,
      requestTimeout: answerMs,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
  };
}

const headers = (served?: ServedAs) =>
  served && { ContentType: served.contentType, CacheControl: served.cacheControl };
