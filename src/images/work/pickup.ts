import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BatchedPickup } from '../../common/database';
import { HostPauses, pauseOf, type ReadPause } from '../host-pauses';
import type { ImageJobPayload } from '../image.jobs';
import type { ImageWork } from '../image-work';
import { WORK_LEASE_SECONDS } from '../lease';
import { AttemptTimes } from '../outcomes';

/** A row of an image that was taken up. */
type TakenImage = Omit<ImageWork, 'letThrough' | 'times'> & { waitedMs: number; pause: ReadPause | null };

const handOutOf = ({ imageId, claim }: ImageJobPayload): string => `${imageId}:${claim}`;

/**
 * Takes up claimed images: notes that work has begun and takes over the lease, so that a crash from here on is known as
 * one.
 */
@Injectable()
export class Pickup {
  private readonly batched = new BatchedPickup<ImageJobPayload, ImageWork>({
    takeAll: jobs => this.update(jobs),
    keyOfJob: handOutOf,
    keyOfTaken: handOutOf,
  });

  constructor(
    private readonly dataSource: DataSource,
    private readonly pauses: HostPauses,
  ) {}

  /** Takes up a job. @returns null when its claim is stale or was taken up before: there is nothing to do */
  take(job: ImageJobPayload): Promise<ImageWork | null> {
    return this.batched.take(job);
  }

  private async update(jobs: ImageJobPayload[]): Promise<ImageWork[]> {
    const [taken] = await this.dataSource.query<[TakenImage[], number]>(
      `WITH claimed AS (
         SELECT i.id FROM images i JOIN unnest($1::uuid[], $2::int[]) AS j(id, claim) USING (id)
          WHERE i.status = 'processing' AND i.claim = j.claim AND i.started_at IS NULL
          ORDER BY i.id FOR NO KEY UPDATE OF i
       )
       UPDATE images i
          SET started_at = now(), lease_until = clock_timestamp() + make_interval(secs => $3)
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
                 ${pauseOf('i.host')} AS pause`,
      [jobs.map(job => job.imageId), jobs.map(job => job.claim), WORK_LEASE_SECONDS],
    );
    // After the feed looked: a pause that was over then must not hold up what it found.
    for (const { host, pause } of taken) this.pauses.learn(host, pause);
    return taken.map(({ waitedMs, pause: _learned, ...work }) => ({
      ...work,
      letThrough: new Set(),
      // An answer of an image service is the rest of an attempt, and was not waiting for us.
      times: new AttemptTimes(work.engineAnswer ? null : waitedMs),
    }));
  }
}
