import { RequestEntity } from '../request.entity';
import { RequestSettings } from '../request.settings';
import { Tally } from '../tally';
import { statusView } from './status-view';

const NOW = new Date('2026-03-01T12:00:00Z');
const tally = (counts: Partial<Tally>): Tally => Object.assign(new Tally(), counts);

const request = (overrides: Partial<RequestEntity> = {}): RequestEntity =>
  Object.assign(new RequestEntity(), {
    id: '0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f',
    baseUrl: 'https://images.example.com',
    options: { quality: 50, format: 'keep', effort: 'balanced', maxWidth: null, maxHeight: null },
    products: tally({ pending: 1 }),
    images: tally({ pending: 4 }),
    failures: {},
    bytesIn: 0,
    bytesOut: 0,
    skippedRows: 0,
    run: 1,
    startedAt: null,
    completedAt: null,
    cancelRequestedAt: null,
    createdAt: NOW,
    updatedAt: NOW,
    ...overrides,
  });

const view = (overrides: Partial<RequestEntity> = {}, settings: Partial<RequestSettings> = {}) =>
  statusView(request(overrides), [], NOW, { ...new RequestSettings(), ...settings });

describe('statusView', () => {
  it('hands out the results only when the request has finished, and the rejects when there are some', () => {
    expect(view()).toMatchObject({ output_csv_url: null, archive_url: null, failed_csv_url: null });
    const done = { images: tally({ completed: 3, failed: 1 }), completedAt: NOW };
    expect(view(done)).toMatchObject({
      output_csv_url: 'https://images.example.com/api/download/0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f',
      archive_url: 'https://images.example.com/api/archive/0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f',
      failed_csv_url: 'https://images.example.com/api/download/0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f/failed',
    });
    expect(view({ skippedRows: 1 }).failed_csv_url).not.toBeNull();
  });

  it('takes nothing for done that a retry has still to set back', () => {
    const images = tally({ completed: 1, pending: 1, failed: 2, cancelled: 1 });
    const products = tally({ completed: 1, failed: 1 });
    const retrying = {
      images,
      products,
      failures: { timeout: 2 },
      run: 2,
      startedAt: NOW,
      retryCursor: 'an id',
    };
    expect(view(retrying)).toMatchObject({
      progress: 0.2,
      eta_seconds: null,
      image_counts: { total: 5, pending: 4, completed: 1, failed: 0, cancelled: 0 },
      product_counts: { total: 2, pending: 1, completed: 1, failed: 0 },
      failures: [],
      failed_csv_url: null,
    });
  });

  it('tells progress, savings and the time left', () => {
    const startedAt = new Date(NOW.getTime() - 30_000);
    const running = {
      images: tally({ pending: 1, completed: 2, failed: 1 }),
      startedAt,
      bytesIn: 1_000,
      bytesOut: 333,
    };
    expect(view(running)).toMatchObject({
      progress: 0.75,
      eta_seconds: 10,
      bytes: { input: 1_000, output: 333, saved_percent: 66.7 },
    });
    // Work done before counts among the images, and not in the time.
    expect(view({ ...running, run: 2 }).eta_seconds).toBeNull();
  });

  it('lists the most frequent failure first', () => {
    expect(view({ failures: { timeout: 1, http_status: 5 } }).failures).toEqual([
      { code: 'http_status', count: 5 },
      { code: 'timeout', count: 1 },
    ]);
  });

  it('says when it will be deleted, where age counts', () => {
    expect(view({ completedAt: NOW }).expires_at).toBeNull();
    expect(view({}, { RETENTION_DAYS: 2 }).expires_at).toBeNull();
    expect(view({ completedAt: NOW }, { RETENTION_DAYS: 2 }).expires_at).toBe('2026-03-03T12:00:00.000Z');
  });
});
