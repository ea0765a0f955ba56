import { type CatalogueReport, isAcceptable, type SourceInspection } from '../../../csv';
import type { OnInvalid, RequestEntity } from '../../request.entity';
import { total } from '../../tally';
import { requestUrls } from '../../urls';
import type { UploadAcceptedDto, ValidationReportDto } from './upload.dto';

/** The answer to an accepted upload. */
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

/** The answer to `validate_only`. */
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
