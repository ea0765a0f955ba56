import { type RequestEntity, type RequestSettings, type RequestStatusDto, statusView } from '../../requests';
import type { RequestWebhookType, WebhookMessage } from '../webhook-types';

/** The message about a finished request, with its status as it is now. */
export function requestMessage(
  request: RequestEntity,
  now: Date,
  settings: Pick<RequestSettings, 'PUBLIC_URL' | 'RETENTION_DAYS'>,
): WebhookMessage<RequestStatusDto> & { type: RequestWebhookType } {
  return {
    type: typeOf(request),
    timestamp: (request.completedAt ?? now).toISOString(),
    data: statusView(request, [], now, settings),
  };
}

function typeOf({ status, id }: RequestEntity): RequestWebhookType {
  switch (status) {
    case 'completed':
    case 'failed':
    case 'cancelled':
      return `request.${status}`;
    case 'pending':
    case 'processing':
      throw new TypeError(`Request ${id} is ${status}: there is nothing to tell yet`);
  }
}
