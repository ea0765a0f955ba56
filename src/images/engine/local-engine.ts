import { Injectable } from '@nestjs/common';
import type { Deadline } from '../../common/concurrency';
import type { CompressedImage } from '../compress';
import { Compressor } from '../compressor';
import { ImageFetcher } from '../fetch';
import type { LogLine } from '../outcomes';
import type { ImageWork } from '../image-work';
import { type EngineReport, ImageEngine } from './image-engine';
import { ResultStore, storedImage, success } from './result-store';

/** Fetches, compresses and stores, all in this process. */
@Injectable()
export class LocalEngine extends ImageEngine {
  readonly steps = ['download', 'compress', 'store'] as const;

  constructor(
    private readonly fetcher: ImageFetcher,
    private readonly compressor: Compressor,
    private readonly results: ResultStore,
  ) {
    super();
  }

  hostOf({ host }: ImageWork): string {
    return host;
  }

  async run(work: ImageWork, log: LogLine[], deadline: Deadline): Promise<EngineReport> {
    const fetched = await work.times.measure('download', () =>
      this.fetcher.fetch(work.url, { within: deadline, letThrough: work.letThrough }),
    );
    try {
      const bytesIn = fetched.body.length;
      log.push(success('download', `Downloaded ${bytesIn} bytes`));
      const image = await this.compressor.compress(fetched.body, { ...work, deadline });
      log.push(success('compress', describe(image, bytesIn)));
      const file = await work.times.measure('store', () => this.results.put(image, work));
      log.push(success('store', `Stored as ${file}`));
      return { kind: 'completed', stored: storedImage(image, file, bytesIn) };
    } finally {
      fetched.release();
    }
  }
}

function describe({ outcome, data, width, height, format }: CompressedImage, bytesIn: number): string {
  const size = `${format} ${width}×${height}`;
  if (outcome === 'kept_original') return `Kept the original: ${size}, ${data.length} bytes`;
  return `Compressed ${bytesIn} to ${data.length} bytes: ${size}`;
}
