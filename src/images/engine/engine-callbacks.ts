import type { IncomingHttpHeaders } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { asSigningSecret, isSigned } from '../../common/standard-webhooks';
import { ImageProducer } from '../image.producer';
import { QUEUE_LEASE_SECONDS } from '../lease';
import type { EngineAnswer } from './engine-answer';
import { type EngineJob, parseJobId } from './engine-job';
import { EngineSettings } from './engine.settings';

/** Notes the answers of the image service, in whichever process they arrive; a worker continues from there. */
@Injectable()
export class EngineCallbacks {
  private readonly logger = new Logger(EngineCallbacks.name);

  constructor(
    private readonly settings: EngineSettings,
    private readonly dataSource: DataSource,
    private readonly producer: ImageProducer,
  ) {}

  isGenuine(body: Buffer, headers: IncomingHttpHeaders): boolean {
    const { IMAGE_ENGINE, IMAGE_ENGINE_SECRET } = this.settings;
    const secret = asSigningSecret(IMAGE_ENGINE_SECRET ?? '');
    return IMAGE_ENGINE === 'remote' && secret !== null && isSigned(body, headers, secret);
  }

  /** Notes the first answer to a job. A repeated or late answer, and one for an unknown job, changes nothing. */
  async note(jobId: string, answer: EngineAnswer): Promise<void> {
    const job = parseJobId(jobId);
    const next = job && (await this.answered(job, answer));
    if (!next) return;
    // Without Redis its lease runs out, and it is handed out to a worker anew, together with the answer.
    void this.producer.enqueue([{ payload: next, hasPriority: false }]).catch((error: unknown) => {
      this.logger.warn(
        { err: error, imageId: next.imageId },
        'Could not put an answered image into the queue',
      );
    });
  }

  /** Ends the job with its claim, and stores the answer as work for the next claim. */
  private async answered(
    { imageId, claim }: EngineJob,
    answer: EngineAnswer,
  ): Promise<EngineJob | undefined> {
    const [rows] = await this.dataSource.query<[EngineJob[], number]>(
      `UPDATE images
          SET engine_answer = $3, claim = claim + 1, handed_over_at = NULL, started_at = NULL,
              lease_until = clock_timestamp() + make_interval(secs => $4)
        WHERE id = $1 AND claim = $2 AND status = 'processing' AND leader_id = id
          AND started_at IS NOT NULL AND engine_answer IS NULL
       RETURNING id AS "imageId", claim`,
      [imageId, claim, JSON.stringify(answer), QUEUE_LEASE_SECONDS],
    );
    return rows[0];
  }
}
