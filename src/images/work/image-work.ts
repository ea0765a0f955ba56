import { Injectable } from '@nestjs/common';
import { Storage } from '../../storage';
import { type CompressedImage, compressImage, inspectImage, peakMemoryBytes } from '../compress';
import { type FetchedImage, ImageFetcher } from '../fetch';
import { ImageFailure } from '../image-failure';
import { ImageSettings } from '../image.settings';
import { IsolatedCompressor } from '../isolation/isolated-compressor';
import { outputFile, outputStorageKey } from '../output-file';
import type { LogLine, StoredImage } from '../outcomes';
import { CompressionGate } from './compression-gate';
import type { Work } from './pickup';

/** What a child process takes, about: its picture is not looked at before. */
const ISOLATED_BYTES = 128 * 2 ** 20;

/** Fetch, compress, store: what is done for one image, and a line in the log for each step that went well. */
@Injectable()
export class ImageWork {
  constructor(
    private readonly fetcher: ImageFetcher,
    private readonly gate: CompressionGate,
    private readonly isolated: IsolatedCompressor,
    private readonly storage: Storage,
    private readonly settings: ImageSettings,
  ) {}

  /** @throws ImageFailure, or what nobody foresaw */
  async run(work: Work, log: LogLine[], signal: AbortSignal): Promise<StoredImage> {
    const fetched = await this.fetcher.fetch(work.url, { signal });
    try {
      const bytesIn = fetched.body.length;
      log.push(done('download', `Downloaded ${bytesIn} bytes`));
      const image = await this.compress(fetched, work);
      log.push(done('compress', describe(image, bytesIn)));
      const file = await this.store(image, work);
      log.push(done('store', `Stored as ${file}`));
      const { outcome, width, height, format, data } = image;
      return { outcome, outputFile: file, bytesIn, bytesOut: data.length, width, height, format };
    } finally {
      fetched.release();
    }
  }

  private async compress(
    { body }: FetchedImage,
    { requestId, options, crashes }: Work,
  ): Promise<CompressedImage> {
    const limits = { maxPixels: this.settings.MAX_IMAGE_PIXELS, maxFrames: this.settings.MAX_FRAMES };
    if (crashes > 0) {
      return this.gate.run(requestId, ISOLATED_BYTES, () =>
        this.isolated.compress({ body, options, limits }),
      );
    }
    const header = await inspectImage(body, limits);
    return this.gate.run(requestId, peakMemoryBytes(header, options), () =>
      compressImage(body, header, options),
    );
  }

  private async store(image: CompressedImage, { requestId, url }: Work): Promise<string> {
    const file = outputFile(requestId, url, image.data, image.extension);
    const key = outputStorageKey(file);
    try {
      if (key) await this.storage.put(key, image.data);
      return file;
    } catch (cause) {
      throw new ImageFailure('storage_failed', 'The result could not be stored.', {}, { cause });
    }
  }
}

const done = (step: LogLine['step'], message: string): LogLine => ({ step, status: 'success', message });

function describe({ outcome, data, width, height, format }: CompressedImage, bytesIn: number): string {
  const size = `${format} ${width}×${height}`;
  if (outcome === 'kept_original') return `Kept the original: ${size}, ${data.length} bytes`;
  return `Compressed ${bytesIn} to ${data.length} bytes: ${size}`;
}
