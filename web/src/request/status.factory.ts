import type { RequestStatus } from '../api/types';

const counts = { total: 10, pending: 0, processing: 0, completed: 10, failed: 0, cancelled: 0 };

/** A request for tests: finished well, unless said otherwise. */
export function aRequest({
  images = {},
  ...rest
}: Partial<RequestStatus> & { images?: Partial<RequestStatus['image_counts']> } = {}): RequestStatus {
  return {
    request_id: '0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f',
    status: 'completed',
    run: 1,
    progress: 1,
    filename: 'catalogue.csv',
    options: {
      quality: 50,
      format: 'keep',
      effort: 'balanced',
      max_width: null,
      max_height: null,
      on_invalid: 'reject',
    },
    total_products: 10,
    processed_products: 10,
    skipped_rows: 0,
    product_counts: counts,
    image_counts: { ...counts, ...images },
    bytes: { input: 1_000_000, output: 400_000, saved_percent: 60 },
    failures: [],
    waiting: [],
    webhook_url: null,
    webhook_triggered: false,
    created_at: '2026-11-20T12:00:00.000Z',
    started_at: '2026-11-20T12:00:01.000Z',
    completed_at: '2026-11-20T12:00:11.000Z',
    updated_at: '2026-11-20T12:00:11.000Z',
    cancel_requested_at: null,
    expires_at: null,
    eta_seconds: null,
    status_url: '',
    details_url: '',
    events_url: '',
    output_csv_url: null,
    failed_csv_url: null,
    archive_url: null,
    ...rest,
  };
}
