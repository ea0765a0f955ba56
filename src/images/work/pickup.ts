import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BatchedPickup } from '../../common/database';
import type { CompressionOptions } from '../../requests';
import type { EngineAnswer } from '../engine/engine-answer';
import type { ImageJobPayload } from '../image.jobs';
import { WORK_LEASE_SECONDS } from '../lease';
import { AttemptTimes } from '../outcomes';
import type { KnownResult } from './known-result';

/** All that is needed to work on an image. */
export interface Work {
  imageId: string;
  claim: number;
  requestId: string;
  url: string;
  host: string;
  /** Attempts that counted before this one. */
  attempts: number;
  crashes: number;
  /** Until when its host is to be left alone; null when it is not paused. */
  pausedUntil: Date | null;
  options: CompressionOptions;
  /** Of the origin that the request's URLs are on. */
  baseUrl: string;
  /** What became of the first image with this URL, for the leader of a further group: nothing is left to do then. */
  known: KnownResult | null;
  /** What an image service made of it under an earlier claim; null when nobody has begun. */
  engineAnswer: EngineAnswer | null;
  times: AttemptTimes;
  traceparent: string | null;
}

/** As the database has it. */
type TakenImage = Omit<Work, 'times'> & { waitedMs: number };

const handOutOf = ({ imageId, claim }: ImageJobPayload): string => `${imageId}:${claim}`;

/**
 * Takes up claimed images: it notes that work has begun and takes over the lease, so that a crash from here on is
 * known as one.
 */
@Injectable()
export class Pickup {
  private readonly batched = new BatchedPickup<ImageJobPayload, Work>({
    takeAll: jobs => this.update(jobs),
    keyOfJob: handOutOf,
    keyOfTaken: handOutOf,
  });

  constructor(private readonly dataSource: DataSource) {}

  /** @returns null when the claim is stale or was taken up before: there is nothing to do. */
  take(job: ImageJobPayload): Promise<Work | null> {
    return this.batched.take(job);
  }

  private async update(jobs: ImageJobPayload[]): Promise<Work[]> {
    const [taken] = await this.dataSource.query<[TakenImage[], number]>(
      `WITH claimed AS (
         SELECT i.id FROM images i JOIN unnest($1::uuid[], $2::int[]) AS j(id, claim) USING (id)
          WHERE i.status = 'processing' AND i.claim = j.claim AND i.started_at IS NULL
          ORDER BY i.id FOR NO KEY UPDATE OF i
       )
       UPDATE images i
          SET started_at = now(), lease_until = now() + make_interval(secs => $3)
         FROM claimed, requests r
        WHERE i.id = claimed.id AND r.id = i.request_id
       RETURNING i.id AS "imageId", i.claim, i.request_id AS "requestId", i.input_image_url AS url, i.host,
                 i.attempts, i.crashes, r.options, r.base_url AS "baseUrl", r.traceparent, i.engine_answer AS "engineAnswer",
                 1000 * extract(epoch FROM now() - greatest(
                   i.not_before, CASE WHEN r.run = 1 THEN r.created_at ELSE r.started_at END
                 ))::float8 AS "waitedMs",
                 (SELECT jsonb_build_object(
                    'status', f.status,
                    'stored', jsonb_build_object(
                      'outcome', f.outcome, 'outputFile', f.output_file, 'bytesIn', f.bytes_in,
                      'bytesOut', f.bytes_out, 'width', f.width, 'height', f.height, 'format', f.format),
                    'failure', jsonb_build_object(
                      'code', f.error_code, 'message', f.error_message, 'httpStatus', f.http_status))
                    FROM images f
                   WHERE f.id = i.first_id AND f.status IN ('completed', 'failed')) AS known,
                 (SELECT p.until FROM host_pauses p WHERE p.host = i.host AND p.until > now()) AS "pausedUntil"`,
      [jobs.map(job => job.imageId), jobs.map(job => job.claim), WORK_LEASE_SECONDS],
    );
    return taken.map(({ waitedMs, ...work }) => ({
      ...work,
      // An answer that came back is the rest of an attempt, and was not waiting for us.
      times: new AttemptTimes(work.engineAnswer ? null : waitedMs),
    }));
  }
}
