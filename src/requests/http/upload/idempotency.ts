import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { postgresCode, whileAlone } from '../../../common/database';
import { ApiError } from '../../../common/errors';
import { Semaphore } from '../../../common/concurrency';
import { IdempotencyKeyEntity } from '../../idempotency-key.entity';
import type { UploadFieldsDto } from './upload-fields.dto';
import type { UploadAcceptedDto } from './upload.dto';

const LONGEST_KEY = 255;
const KEPT_HOURS = 24;

/** The most uploads with a key at once: each holds a connection while it is checked, and needs another one. */
const SESSIONS = 3;

/** What clients are told. */
export const IN_USE = 'An upload with this Idempotency-Key is still in flight. Try again in a moment.';
export const REUSED = 'This Idempotency-Key was used for another file or other fields. Use a new one.';

const UNIQUE_VIOLATION = '23505';

/** An upload with a key. */
export interface IdempotentUpload {
  owner: string;
  key: string;
  path: string;
  filename: string;
  fields: UploadFieldsDto;
}

/** Records the answer for the key, in the transaction of the request. */
export type KeepAnswer = (tx: EntityManager, answer: UploadAcceptedDto) => Promise<void>;

/** Answers a repeated upload with the first answer, for a day. */
@Injectable()
export class Idempotency {
  private readonly sessions = new Semaphore(SESSIONS);

  constructor(private readonly dataSource: DataSource) {}

  /**
   * Runs `accept` unless this upload was accepted before. Rejections are not kept, so the key still works for the
   * corrected file.
   * @throws ApiError invalid_parameter, idempotency_key_reused or idempotency_key_in_use
   */
  async once(
    upload: IdempotentUpload,
    accept: (keep: KeepAnswer) => Promise<UploadAcceptedDto>,
  ): Promise<UploadAcceptedDto> {
    if (upload.key.length > LONGEST_KEY) {
      throw new ApiError('invalid_parameter', `Idempotency-Key must have at most ${LONGEST_KEY} characters.`);
    }
    const fingerprint = await fingerprintOf(upload);
    return this.alone(upload, async () => {
      const { owner, key } = upload;
      const earlier = await this.dataSource.manager.findOneBy(IdempotencyKeyEntity, { owner, key });
      if (!earlier || earlier.expiresAt.getTime() < Date.now()) {
        return accept((tx, answer) => this.keep(tx, { owner, key, fingerprint, answer }));
      }
      if (earlier.fingerprint === fingerprint) return earlier.answer as UploadAcceptedDto;
      throw new ApiError('idempotency_key_reused', REUSED);
    });
  }

  /** Locks the key for the database session: should this process die, the key is free again. */
  private async alone<T>({ owner, key }: IdempotentUpload, work: () => Promise<T>): Promise<T> {
    const leave = await this.sessions.acquire();
    try {
      const answer = await whileAlone(this.dataSource, `${owner}\n${key}`, work);
      if (answer !== null) return answer;
      throw inUse();
    } finally {
      leave();
    }
  }

  private async keep(tx: EntityManager, row: Omit<IdempotencyKeyEntity, 'expiresAt'>): Promise<void> {
    await tx.query('DELETE FROM idempotency_keys WHERE expires_at < now()');
    const expiresAt = new Date(Date.now() + KEPT_HOURS * 3_600_000);
    const entity = Object.assign(new IdempotencyKeyEntity(), { ...row, expiresAt });
    await tx.insert(IdempotencyKeyEntity, entity).catch((error: unknown) => {
      // The commit of an earlier upload, cut off from its process and so without its lock, was slower than our look.
      throw postgresCode(error) === UNIQUE_VIOLATION ? inUse(error) : error;
    });
  }
}

function inUse(cause?: unknown): ApiError {
  return new ApiError('idempotency_key_in_use', IN_USE, {}, { cause });
}

async function fingerprintOf({ path, filename, fields }: IdempotentUpload): Promise<string> {
  // A client may send the same fields in another order.
  const sorted = Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1));
  const hash = createHash('sha256').update(JSON.stringify([filename, sorted]));
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
