import { EXAMPLE_ID, EXAMPLE_SUBSCRIPTION_ID } from '../../common/example-ids';
import { RequestEntity, RequestSettings, Tally, type WorkStatus } from '../../requests';
import { requestMessage } from '../outbox';
import { testMessage } from '../test-message';
import type { WebhookMessage, WebhookType } from '../webhook-types';

const FINISHED = new Date('2026-03-01T12:30:00.000Z');

const told = (request: RequestEntity) => requestMessage(request, FINISHED, new RequestSettings());

/** An example message of each type, made by the code that makes the real ones. */
export const exampleMessages = (): Record<WebhookType, WebhookMessage> => ({
  'request.completed': told(exampleRequest('completed', { completed: 3, failed: 1 })),
  'request.failed': told(exampleRequest('failed', { failed: 4 })),
  'request.cancelled': told(exampleRequest('cancelled', { completed: 1, cancelled: 3 })),
  'webhook.test': testMessage(EXAMPLE_SUBSCRIPTION_ID, FINISHED),
});

function exampleRequest(status: WorkStatus, images: Partial<Tally>): RequestEntity {
  const tally = (counts: Partial<Tally>) => Object.assign(new Tally(), counts);
  return Object.assign(new RequestEntity(), {
    id: EXAMPLE_ID,
    owner: 'shop',
    baseUrl: 'https://images.example.com',
    filename: 'catalogue.csv',
    status,
    run: 1,
    options: { quality: 50, format: 'keep', effort: 'balanced', maxWidth: null, maxHeight: null },
    onInvalid: 'reject',
    products: tally({ [status]: 2 }),
    images: tally(images),
    skippedRows: 0,
    bytesIn: images.completed ? 1_482_113 : 0,
    bytesOut: images.completed ? 402_377 : 0,
    failures: images.failed ? { http_status: images.failed } : {},
    webhookUrl: 'https://shop.example.com/hooks/images',
    webhookTriggered: false,
    createdAt: new Date('2026-03-01T12:29:57.000Z'),
    startedAt: new Date('2026-03-01T12:29:58.000Z'),
    completedAt: FINISHED,
    updatedAt: FINISHED,
    cancelRequestedAt: status === 'cancelled' ? new Date('2026-03-01T12:29:59.000Z') : null,
  } satisfies Partial<RequestEntity>);
}
