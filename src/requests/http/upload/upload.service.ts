import { createReadStream } from 'node:fs';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ApiError } from '../../../common/errors';
import {
  type CatalogueLimits,
  type CatalogueReport,
  checkCatalogue,
  describeProblems,
  isAcceptable,
} from '../../../csv';
import { ImportProducer } from '../../../products';
import { Storage } from '../../../storage';
import { WebhookUrls } from '../../../webhooks';
import { ProcessingLog } from '../../processing-log';
import { RequestEntity } from '../../request.entity';
import { catalogueLimits, RequestSettings } from '../../request.settings';
import { total } from '../../tally';
import { Idempotency, type KeepAnswer } from './idempotency';
import { newRequest } from './new-request';
import type { Upload } from './upload';
import { acceptedView, reportView } from './upload-view';
import type { UploadAcceptedDto, ValidationReportDto } from './upload.dto';
import { wrongContent } from './wrong-file-type';

/** Takes uploads: checks the whole file, stores it and the request, and has it imported. */
@Injectable()
export class UploadService {
  private readonly logger = new Logger(UploadService.name);
  private readonly limits: CatalogueLimits;

  constructor(
    private readonly dataSource: DataSource,
    private readonly storage: Storage,
    private readonly imports: ImportProducer,
    private readonly webhookUrls: WebhookUrls,
    private readonly log: ProcessingLog,
    private readonly idempotency: Idempotency,
    settings: RequestSettings,
  ) {
    this.limits = catalogueLimits(settings);
  }

  /** Reports what is wrong with the file, and stores nothing. */
  async validate(upload: Upload): Promise<ValidationReportDto> {
    const { fields, arrived } = upload;
    if (fields.webhook_url) await this.webhookUrls.check('webhook_url', fields.webhook_url);
    return reportView(await this.check(upload), arrived.inspection, fields.on_invalid);
  }

  /**
   * Accepts an upload. Once it returns, no crash can lose the upload. If it throws, nothing of the upload is left,
   * unless the database broke off in the middle of the commit.
   */
  async accept(upload: Upload): Promise<UploadAcceptedDto> {
    const { key } = upload;
    if (key === null) return this.take(upload);
    return this.idempotency.once({ ...upload, key }, keep => this.take(upload, keep));
  }

  private async take(upload: Upload, keep?: KeepAnswer): Promise<UploadAcceptedDto> {
    const { fields, path } = upload;
    if (fields.webhook_url) await this.webhookUrls.check('webhook_url', fields.webhook_url);
    const report = await this.check(upload);
    if (!report.layout || !isAcceptable(report, fields.on_invalid)) throw refusal(report);
    const request = newRequest(uuidv7(), upload, report, report.layout, this.limits);
    await this.store(request, path);
    await this.commit(request, keep);
    this.startImport(request);
    return acceptedView(request);
  }

  private async check({ path, arrived: { inspection, report } }: Upload): Promise<CatalogueReport> {
    const refused = wrongContent(inspection);
    if (refused) throw refused;
    return report ?? checkCatalogue(createReadStream(path), inspection, this.limits);
  }

  private async store({ sourceFile }: RequestEntity, path: string): Promise<void> {
    try {
      await this.storage.putFile(sourceFile, path);
    } catch (cause) {
      this.logger.error({ err: cause }, 'Could not store an upload');
      throw new ApiError(
        'unavailable',
        'The file could not be stored. Try again in a moment.',
        {},
        { cause },
      );
    }
  }

  /** Inserts the request. @throws when it is not there, and its file is gone then; or when nobody can tell */
  private async commit(request: RequestEntity, keep?: KeepAnswer): Promise<void> {
    let isInserted = false;
    try {
      await this.dataSource.transaction(async tx => {
        await this.insert(tx, request, keep);
        isInserted = true;
      });
    } catch (error) {
      if (isInserted) return this.expectThere(request, error);
      await this.storage.remove([request.sourceFile]);
      throw error;
    }
  }

  private async insert(tx: EntityManager, request: RequestEntity, keep?: KeepAnswer): Promise<void> {
    const { skippedRows, images, products } = request;
    const message = `Checked ${products.pending + skippedRows} rows: ${products.pending} products with ${images.pending} images, ${skippedRows} rows skipped`;
    await tx.insert(RequestEntity, request);
    await keep?.(tx, acceptedView(request));
    await this.log.write(tx, [
      { requestId: request.id, imageId: null, step: 'validate', status: 'success', message },
    ]);
  }

  /**
   * Finds out about a commit whose answer got lost. If the request is not there, it may still come: Postgres may be
   * working on it, cut off from us. So its file stays: the sweep finds one too many, nobody finds a missing one.
   * @throws ApiError unavailable unless it is there
   */
  private async expectThere({ id }: RequestEntity, cause: unknown): Promise<void> {
    if (await this.dataSource.manager.existsBy(RequestEntity, { id }).catch(() => false)) return;
    this.logger.warn({ err: cause, requestId: id }, 'Nobody can tell whether an upload was committed');
    const detail =
      'The database did not confirm the upload. Send it again in a moment, with the same Idempotency-Key if it has one.';
    throw new ApiError('unavailable', detail, {}, { cause });
  }

  /** Enqueues the import. The answer does not wait for it: Redis may be away, and the request is safe without. */
  private startImport({ id, importClaim, images, skippedRows }: RequestEntity): void {
    this.imports.enqueue({ id, importClaim, size: total(images) + skippedRows }).catch((error: unknown) => {
      // The sweep finds it as soon as Redis is back.
      this.logger.warn({ err: error, requestId: id }, 'Could not enqueue the import');
    });
  }
}

function refusal({ problems, totalErrors }: CatalogueReport): ApiError {
  return new ApiError('invalid_catalogue', describeProblems(problems, totalErrors), {
    errors: problems,
    total_errors: totalErrors,
  });
}
