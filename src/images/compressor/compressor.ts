import { Injectable } from '@nestjs/common';
import type { Deadline } from '../../common/concurrency';
import type { CompressionOptions } from '../../requests';
import {
  checkImage,
  type CompressedImage,
  compressImage,
  type ImageHeader,
  inspectImage,
  peakMemoryBytes,
  type ImagePreview,
} from '../compress';
import { ImageFailure } from '../image-failure';
import { ImageSettings } from '../image.settings';
import { Isolation } from '../isolation/isolation';
import type { Task } from '../isolation/messages';
import type { AttemptTimes } from '../outcomes';
import { CompressionGate } from './compression-gate';

/** The options for an image, and the request that it is for: requests take turns. */
export interface CompressionOrder {
  requestId: string;
  options: CompressionOptions;
  /** The number of times that a worker died while it had this image. */
  crashes: number;
  times: AttemptTimes;
  /** The deadline of the attempt; the wait for a turn does not count. */
  deadline: Deadline;
}

/** The work on an image, in either place. */
interface CompressorTask {
  isolated: Extract<Task, { kind: 'compress' | 'check' }>;
  here: (header: ImageHeader) => Promise<CompressedImage>;
  /** The options by which its memory is estimated. */
  options: CompressionOptions;
}

/** The memory that a child process takes, about: its image is not looked at before. */
const ISOLATED_BYTES = 128 * 2 ** 20;

/**
 * The number of workers' deaths until an image is held to be their cause. Its child should have died alone, but Kubernetes
 * ends all processes of a container together. Images beside it count the same deaths; most are done long before.
 */
const MOST_CRASHES = 20;

/** Previews take turns with requests as if they were one. */
const PREVIEWS = 'previews';

/**
 * Compresses images, a few at a time, and decides where. Those that a worker died of are decoded in a child process, and
 * so are those that take more memory than all together should (a WebP of 38 bytes can take 1.3 GB): it is then the
 * child that dies where memory is short.
 */
@Injectable()
export class Compressor {
  constructor(
    private readonly gate: CompressionGate,
    private readonly isolation: Isolation,
    private readonly settings: ImageSettings,
  ) {}

  /** Compresses an image when it has its turn. @throws ImageFailure */
  compress(body: Buffer, order: CompressionOrder): Promise<CompressedImage> {
    const { options } = order;
    return this.run(body, order, {
      isolated: { kind: 'compress', body, limits: this.limits, options },
      options,
      here: header => compressImage(body, header, options),
    });
  }

  /** Checks that a finished image is one, and whole, and returns it as it is. @throws ImageFailure */
  check(body: Buffer, order: CompressionOrder): Promise<CompressedImage> {
    const asItIs = { ...order.options, format: 'keep', maxWidth: null, maxHeight: null } as const;
    return this.run(body, order, {
      isolated: { kind: 'check', body, limits: this.limits },
      options: asItIs,
      here: header => checkImage(body, header),
    });
  }

  /**
   * Makes a preview, always in a child: the process that answers clients must not die of an image that somebody wants
   * to look at.
   * @throws ImageFailure, or the signal's reason
   */
  async preview(body: Buffer, options: CompressionOptions, signal: AbortSignal): Promise<ImagePreview> {
    const { limits } = this;
    return this.gate.run(PREVIEWS, ISOLATED_BYTES, () =>
      this.isolation.run<'preview'>({ kind: 'preview', body, limits, options }, signal),
    );
  }

  private async run(body: Buffer, order: CompressionOrder, task: CompressorTask): Promise<CompressedImage> {
    const inChild = (bytes: number) =>
      this.inTurn(order, bytes, () => this.isolation.run<CompressorTask['isolated']['kind']>(task.isolated));
    if (order.crashes >= MOST_CRASHES) throw crashedTooOften(order.crashes);
    if (order.crashes > 0) return inChild(ISOLATED_BYTES);
    const header = await inspectImage(body, this.limits);
    const bytes = peakMemoryBytes(header, task.options);
    return this.isTooMuch(bytes) ? inChild(bytes) : this.inTurn(order, bytes, () => task.here(header));
  }

  private async inTurn<T>(
    { requestId, times, deadline }: CompressionOrder,
    bytes: number,
    task: () => Promise<T>,
  ): Promise<T> {
    const turn = () => this.gate.enter(requestId, bytes);
    const leave = await times.measure('gate', () => deadline.notCounting(turn));
    try {
      return await times.measure('compress', task);
    } finally {
      leave();
    }
  }

  private isTooMuch(bytes: number): boolean {
    return bytes > this.settings.IMAGE_MEMORY_MB * 2 ** 20;
  }

  private get limits() {
    return { maxPixels: this.settings.MAX_IMAGE_PIXELS, maxFrames: this.settings.MAX_FRAMES };
  }
}

function crashedTooOften(crashes: number): ImageFailure {
  return new ImageFailure('processing_crashed', `Workers that had it died ${crashes} times.`);
}
