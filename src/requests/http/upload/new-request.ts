import type { CatalogueLayout, CatalogueLimits, CatalogueReport } from '../../../csv';
import { compressionOptions } from '../../compression-fields.dto';
import { RequestEntity } from '../../request.entity';
import { Tally } from '../../tally';
import type { Upload } from './upload';

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
