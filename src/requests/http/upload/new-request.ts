import {
  type CatalogueLayout,
  type CatalogueLimits,
  type CatalogueReport,
  isAcceptable,
  type SourceInspection,
} from '../../../csv';
import { compressionOptions } from '../../compression-fields.dto';
import { type OnInvalid, RequestEntity } from '../../request.entity';
import { Tally, total } from '../../tally';
import { requestUrls } from '../../urls';
import type { Upload } from './upload.service';
import type { UploadAcceptedDto, ValidationReportDto } from './upload.dto';

/** The request of an upload whose file was checked, as it goes into the database. */
export function newRequest(
  id: string,
  { owner, baseUrl, filename, fields, traceparent }: Upload,
  report: CatalogueReport,
  layout: CatalogueLayout,
  limits: CatalogueLimits,
): RequestEntity {
  return Object.assign(new RequestEntity(), {
    id,
    owner,
    baseUrl,
    filename,
    sourceFile: `sources/${id}`,
    layout,
    limits,
    options: compressionOptions(fields),
    onInvalid: fields.on_invalid,
    products: Object.assign(new Tally(), { pending: report.totalProducts }),
    images: Object.assign(new Tally(), { pending: report.totalImages }),
    skippedRows: report.skippedRows,
    webhookUrl: fields.webhook_url ?? null,
    traceparent,
    importClaim: 0,
  });
}

export function acceptedView(request: RequestEntity): UploadAcceptedDto {
  const urls = requestUrls(request.baseUrl, request.id);
  return {
    request_id: request.id,
    status: 'pending',
    filename: request.filename,
    total_products: total(request.products),
    total_images: total(request.images),
    skipped_rows: request.skippedRows,
    status_url: urls.status,
    details_url: urls.details,
    events_url: urls.events,
  };
}

export function reportView(
  report: CatalogueReport,
  { encoding }: SourceInspection,
  onInvalid: OnInvalid,
): ValidationReportDto {
  return {
    valid: isAcceptable(report, onInvalid),
    total_products: report.totalProducts,
    total_images: report.totalImages,
    total_errors: report.totalErrors,
    errors: report.problems,
    columns: report.layout?.columns.map(({ header }) => header) ?? [],
    delimiter: report.layout?.delimiter ?? null,
    encoding,
  };
}
