import { RequestEntity, Tally } from '../../requests';
import { moveRequest } from './move-request';

const NOW = new Date('2026-03-01T12:00:00Z');
const EARLIER = new Date('2026-03-01T11:59:00Z');
const LATER = new Date('2026-03-01T12:00:02Z');

/** A request whose one image is in work. */
const request = (overrides: Partial<RequestEntity> = {}): RequestEntity =>
  Object.assign(new RequestEntity(), {
    status: 'processing',
    images: Object.assign(new Tally(), { processing: 1 }),
    products: Object.assign(new Tally(), { processing: 1 }),
    failures: {},
    bytesIn: 0,
    bytesOut: 0,
    version: 3,
    importedAt: EARLIER,
    startedAt: EARLIER,
    completedAt: null,
    retryCursor: null,
    updatedAt: EARLIER,
    ...overrides,
  });

const completed = { requestId: 'r', from: 'processing', to: 'completed' } as const;
const image = { ...completed, imageId: 'i', productId: 'p' };
const product = { ...completed, id: 'p' };

describe('moveRequest', () => {
  it('finishes a request after its last image, and that is its last change', () => {
    const moved = request();
    moveRequest(moved, [{ ...image, bytes: { input: 9, output: 4 } }], [product], NOW);
    expect(moved).toMatchObject({
      ...{ status: 'completed', completedAt: NOW, updatedAt: NOW, version: 4, bytesIn: 9, bytesOut: 4 },
      images: { processing: 0, completed: 1 },
      products: { processing: 0, completed: 1 },
    });
  });

  it.each([
    ['rows are still imported', { importedAt: null }],
    ['a retry still sets images back', { retryCursor: 'i' }],
  ])('does not finish it while %s', (_, overrides) => {
    const moved = request(overrides);
    moveRequest(moved, [image], [product], NOW);
    expect(moved).toMatchObject({ status: 'processing', completedAt: null, updatedAt: NOW });
  });

  it('does not set the time of its last change back where clocks are apart', () => {
    const moved = request({ updatedAt: LATER });
    moveRequest(moved, [image], [product], NOW);
    expect(moved).toMatchObject({ completedAt: NOW, updatedAt: LATER });
  });
});
