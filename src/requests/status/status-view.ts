import { DAY_MS } from '../../common/day-ms';
import type { RequestEntity } from '../request.entity';
import { finished, retried, type Tally, total } from '../tally';
import type { RequestSettings } from '../request.settings';
import { originOf, requestUrls } from '../urls';
import { etaSeconds } from './eta';
import { savedPercent } from './saved-percent';
import type { CountsDto, OptionsDto, RequestStatusDto, WaitingHostDto } from './status.dto';

const counts = (tally: Tally): CountsDto => ({
  total: total(tally),
  pending: tally.pending,
  processing: tally.processing,
  completed: tally.completed,
  failed: tally.failed,
  cancelled: tally.cancelled,
});

const iso = (time: Date | null): string | null => time?.toISOString() ?? null;

function optionsView(request: RequestEntity): OptionsDto {
  const { quality, format, effort, maxWidth, maxHeight } = request.options;
  return {
    quality,
    format,
    effort,
    max_width: maxWidth,
    max_height: maxHeight,
    on_invalid: request.onInvalid,
  };
}

/** The share of finished images; 1 where there are none: an import that ended before its first row has none to do. */
const progressOf = (images: Tally): number => (total(images) === 0 ? 1 : finished(images) / total(images));

/** The time when a finished request is old enough to be deleted; null where age does not count. */
function expiry({ completedAt }: RequestEntity, retentionDays: number | null): Date | null {
  if (!completedAt || retentionDays === null) return null;
  return new Date(completedAt.getTime() + retentionDays * DAY_MS);
}

/** A request as clients see it. `waiting` are the hosts that it waits for. */
export function statusView(
  request: RequestEntity,
  waiting: WaitingHostDto[],
  now: Date,
  settings: Pick<RequestSettings, 'PUBLIC_URL' | 'RETENTION_DAYS'>,
): RequestStatusDto {
  const urls = requestUrls(originOf(request, settings), request.id);
  const isFinished = request.completedAt !== null;
  // A retry sets images back in chunks; until the last one, those of the run before do not count as done.
  const isRetrying = Boolean(request.retryCursor);
  const images = isRetrying ? retried(request.images) : request.images;
  const products = isRetrying ? retried(request.products) : request.products;
  const hasRejects = images.failed + images.cancelled + request.skippedRows > 0;
  return {
    request_id: request.id,
    status: request.status,
    run: request.run,
    progress: progressOf(images),
    filename: request.filename,
    options: optionsView(request),
    total_products: total(products),
    processed_products: products.completed,
    skipped_rows: request.skippedRows,
    product_counts: counts(products),
    image_counts: counts(images),
    bytes: {
      input: request.bytesIn,
      output: request.bytesOut,
      saved_percent: savedPercent(request.bytesIn, request.bytesOut),
    },
    failures: Object.entries(isRetrying ? {} : request.failures)
      .map(([code, count]) => ({ code, count }))
      .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code)),
    waiting,
    webhook_url: request.webhookUrl,
    webhook_triggered: request.webhookTriggered,
    created_at: request.createdAt.toISOString(),
    started_at: iso(request.startedAt),
    completed_at: iso(request.completedAt),
    updated_at: request.updatedAt.toISOString(),
    cancel_requested_at: iso(request.cancelRequestedAt),
    expires_at: iso(expiry(request, settings.RETENTION_DAYS)),
    eta_seconds: isFinished ? null : etaSeconds({ ...request, images }, now),
    status_url: urls.status,
    details_url: urls.details,
    events_url: urls.events,
    output_csv_url: isFinished ? urls.outputCsv : null,
    failed_csv_url: hasRejects ? urls.failedCsv : null,
    archive_url: isFinished ? urls.archive : null,
  };
}
