import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Storage } from '../../storage';
import type { CompressedImage } from '../compress';
import { ImageFailure } from '../image-failure';
import { outputFile, outputStorageKey, RESULT_FOLDERS, servedAs } from '../output-file';
import type { LogLine, StoredImage } from '../outcomes';
import type { ImageWork } from '../image-work';

/** Stores results, whichever engine made them. */
@Injectable()
export class ResultStore implements OnApplicationBootstrap {
  private readonly logger = new Logger(ResultStore.name);

  constructor(private readonly storage: Storage) {}

  /** In a new installation, every second one of the first few hundred images would find its folder missing. */
  async onApplicationBootstrap(): Promise<void> {
    try {
      await this.storage.makeFolders(RESULT_FOLDERS);
    } catch (error) {
      this.logger.warn(
        { err: error },
        'Could not make the folders for results; each is made when it is needed',
      );
    }
  }

  /** Stores a result. @returns the last part of its URL. @throws ImageFailure `storage_failed` */
  async put(image: CompressedImage, { requestId, imageId, url }: ImageWork): Promise<string> {
    const file = outputFile(requestId, url, image.data, image.format);
    const key = outputStorageKey(file);
    try {
      if (key) await this.storage.put(key, image.data, servedAs(image.format));
      return file;
    } catch (cause) {
      // Clients are not told the reason, so this is where the operator finds it.
      this.logger.warn({ err: cause, imageId, requestId }, 'Could not store a result');
      throw new ImageFailure('storage_failed', 'The result could not be stored.', {}, { cause });
    }
  }
}

/** Describes a stored result; `bytesIn` is null where an image service fetched the original. */
export function storedImage(image: CompressedImage, file: string, bytesIn: number | null): StoredImage {
  const { outcome, width, height, format, data } = image;
  return { outcome, outputFile: file, bytesIn, bytesOut: data.length, width, height, format };
}

export const success = (step: LogLine['step'], message: string): LogLine => ({
  step,
  status: 'success',
  message,
});
