import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { compressionOptions } from '../../requests';
import { Compressor } from '../compressor';
import { ImageFetcher, NoRoomError } from '../fetch';
import { ImageFailure } from '../image-failure';
import { PreviewTurns } from './preview-turns';
import { failureProblem, noRoomProblem, previewView } from './preview-view';
import type { PreviewDto, PreviewFieldsDto } from './preview.dto';

/** Shows what would become of one image, and keeps nothing. */
@Injectable()
export class PreviewService {
  constructor(
    private readonly turns: PreviewTurns,
    private readonly fetcher: ImageFetcher,
    private readonly compressor: Compressor,
  ) {}

  /** @throws ApiError image_failed or unavailable */
  preview(fields: PreviewFieldsDto, response: Response): Promise<PreviewDto> {
    return this.turns.run(response, async signal => {
      try {
        return await this.make(fields, signal);
      } catch (error) {
        if (error instanceof NoRoomError) throw noRoomProblem(error);
        throw error instanceof ImageFailure ? failureProblem(error) : error;
      }
    });
  }

  private async make(fields: PreviewFieldsDto, signal: AbortSignal): Promise<PreviewDto> {
    const fetched = await this.fetcher.fetch(fields.url, { within: signal, patient: true });
    try {
      const preview = await this.compressor.preview(fetched.body, compressionOptions(fields), signal);
      return previewView(fields.url, fetched.body.length, preview);
    } finally {
      fetched.release();
    }
  }
}
