import { Injectable } from '@nestjs/common';
import { Storage } from '../../storage';
import type { CompressedImage } from '../compress';
import { ImageFailure } from '../image-failure';
import { outputFile, outputStorageKey, servedAs } from '../output-file';
import type { LogLine, StoredImage } from '../outcomes';
import type { Work } from '../image-work';

/** Stores results, whoever made them. */
@Injectable()
export class ResultStore {
  constructor(private readonly storage: Storage) {}

  /** @returns the last part of its URL. @throws ImageFailure `storage_failed` */
  async put(image: CompressedImage, { requestId, url }: Work): Promise<string> {
    const file = outputFile(requestId, url, image.data, image.extension);
    const key = outputStorageKey(file);
    try {
      if (key) await this.storage.put(key, image.data, servedAs(image.extension));
      return file;
    } catch (cause) {
      throw new ImageFailure('storage_failed', 'The result could not be stored.', {}, { cause });
    }
  }
}

/** `bytesIn` is null where somebody else fetched the original. */
export function storedImage(image: CompressedImage, file: string, bytesIn: number | null): StoredImage {
  const { outcome, width, height, format, data } = image;
  return { outcome, outputFile: file, bytesIn, bytesOut: data.length, width, height, format };
}

export const success = (step: LogLine['step'], message: string): LogLine => ({
  step,
  status: 'success',
  message,
});
