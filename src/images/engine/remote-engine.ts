import { Logger } from '@nestjs/common';
import type { Deadline } from '../../common/concurrency';
import { Compressor } from '../compressor';
import { ImageFetcher } from '../fetch';
import { ImageFailure } from '../image-failure';
import type { LogLine, StoredImage } from '../outcomes';
import type { ImageWork } from '../image-work';
import { type EngineAnswer, failureText } from './engine-answer';
import { jobIdOf } from './engine-job';
import { EngineSettings } from './engine.settings';
import { HandOver } from './hand-over';
import { type EngineReport, ImageEngine } from './image-engine';
import { ResultStore, storedImage, success } from './result-store';
import { serviceHost } from './service-host';

/**
 * Lets an HTTP image service do the work, in two pieces: the hand-over, under one claim; and under the next claim,
 * after the service has called back, taking in its result.
 */
export class RemoteEngine extends ImageEngine {
  readonly steps = ['compress', 'download', 'store'] as const;
  private readonly logger = new Logger(RemoteEngine.name);

  constructor(
    private readonly settings: EngineSettings,
    private readonly handOver: HandOver,
    /** This fetcher may reach the hosts of the results. */
    private readonly fetcher: ImageFetcher,
    private readonly compressor: Compressor,
    private readonly results: ResultStore,
  ) {
    super();
  }

  hostOf({ host }: ImageWork): string {
    return serviceHost(this.settings) ?? host;
  }

  async run(work: ImageWork, log: LogLine[], deadline: Deadline): Promise<EngineReport> {
    const { engineAnswer: answer } = work;
    try {
      if (answer) return { kind: 'completed', stored: await this.takeIn(answer, work, log, deadline) };
      await this.handOver.give(work, deadline.signal);
    } catch (error) {
      // What the storage says is logged there.
      if (error instanceof ImageFailure && error.cause && error.code !== 'storage_failed') {
        const { imageId, requestId } = work;
        this.logger.warn({ err: error.cause, imageId, requestId }, error.message);
      }
      throw error;
    }
    log.push(success('compress', `Handed over to the image service as job ${jobIdOf(work)}`));
    return { kind: 'handed_over', timeoutMs: this.settings.IMAGE_ENGINE_TIMEOUT_MS };
  }

  private async takeIn(
    answer: EngineAnswer,
    work: ImageWork,
    log: LogLine[],
    deadline: Deadline,
  ): Promise<StoredImage> {
    if (answer.status === 'failed') throw new ImageFailure('engine_failed', failureText(answer));
    log.push(success('compress', 'The image service has finished'));
    // The feed does not know who has the result, and would hand the image out again before it is its turn.
    const fetched = await work.times
      .measure('download', () =>
        this.fetcher.fetch(answer.output_image_url, {
          within: deadline,
          patient: true,
          letThrough: work.letThrough,
        }),
      )
      .catch(unusable);
    try {
      const image = await this.compressor.check(fetched.body, { ...work, deadline }).catch(unusable);
      const { format, width, height } = image;
      log.push(
        success(
          'download',
          `Downloaded its result: ${format} ${width}×${height}, ${image.data.length} bytes`,
        ),
      );
      const file = await work.times.measure('store', () => this.results.put(image, work));
      log.push(success('store', `Stored as ${file}`));
      return storedImage(image, file, null);
    } finally {
      fetched.release();
    }
  }
}

/**
 * A bad result is a failure of the service, not of the client's image, whatever its code. The code is enough to know
 * what is wrong; the host is the operator's business. What it answered is kept: it may have asked to slow down.
 */
function unusable(cause: unknown): never {
  if (!(cause instanceof ImageFailure)) throw cause;
  const { code, origin } = cause;
  const said = origin.httpStatus === undefined ? code : `${code} ${origin.httpStatus}`;
  const message = `The result of the image service cannot be used: ${said}.`;
  throw new ImageFailure('engine_failed', message, origin, { cause });
}
