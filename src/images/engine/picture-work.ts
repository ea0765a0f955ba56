import { Injectable } from '@nestjs/common';
import { checkImage, type CompressedImage, compressImage, inspectImage, peakMemoryBytes } from '../compress';
import { ImageSettings } from '../image.settings';
import { IsolatedCompressor } from '../isolation/isolated-compressor';
import { CompressionGate } from '../work/compression-gate';
import type { Work } from '../work/pickup';

/** What a child process takes, about: its picture is not looked at before. */
const ISOLATED_BYTES = 128 * 2 ** 20;

/**
 * All that decodes pictures: a few at a time. In a process of its own go those that a worker died of, and those that
 * take more memory than all of them together should (a WebP of 38 bytes can take 1.3 GB): then it is the child that
 * dies where memory is short.
 */
@Injectable()
export class PictureWork {
  constructor(
    private readonly gate: CompressionGate,
    private readonly isolated: IsolatedCompressor,
    private readonly settings: ImageSettings,
  ) {}

  /** @throws ImageFailure */
  async compress(body: Buffer, { requestId, options, crashes }: Work): Promise<CompressedImage> {
    const { limits } = this;
    if (crashes > 0) return this.inChild(requestId, { body, limits, options });
    const header = await inspectImage(body, limits);
    const bytes = peakMemoryBytes(header, options);
    if (this.isTooMuch(bytes)) return this.inChild(requestId, { body, limits, options }, bytes);
    return this.gate.run(requestId, bytes, () => compressImage(body, header, options));
  }

  /** A picture that is finished already, as it is: it has to be one, and whole. @throws ImageFailure */
  async check(body: Buffer, { requestId, options, crashes }: Work): Promise<CompressedImage> {
    const { limits } = this;
    if (crashes > 0) return this.inChild(requestId, { body, limits, options: null });
    const header = await inspectImage(body, limits);
    const bytes = peakMemoryBytes(header, { ...options, format: 'keep', maxWidth: null, maxHeight: null });
    if (this.isTooMuch(bytes)) return this.inChild(requestId, { body, limits, options: null }, bytes);
    return this.gate.run(requestId, bytes, () => checkImage(body, header));
  }

  private isTooMuch(bytes: number): boolean {
    return bytes > this.settings.IMAGE_MEMORY_MB * 2 ** 20;
  }

  private get limits() {
    return { maxPixels: this.settings.MAX_IMAGE_PIXELS, maxFrames: this.settings.MAX_FRAMES };
  }

  private inChild(
    requestId: string,
    task: Parameters<IsolatedCompressor['compress']>[0],
    bytes = ISOLATED_BYTES,
  ) {
    return this.gate.run(requestId, bytes, () => this.isolated.compress(task));
  }
}
