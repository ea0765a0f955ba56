import type { OpenAPIObject } from '@nestjs/swagger';
import { EXAMPLE_DELIVERY_ID } from '../../common/example-ids';
import { WEBHOOK_TYPES, type WebhookType } from '../webhook-types';
import { exampleMessages } from './example-messages';

type WebhookSection = NonNullable<OpenAPIObject['webhooks']>;

const TOLD: Record<WebhookType, string> = {
  'request.completed': 'A request has finished and at least one of its images succeeded',
  'request.failed': 'A request has finished and none of its images succeeded',
  'request.cancelled': 'A request has finished because it was cancelled',
  'webhook.test': 'You asked for a test of a subscription',
};

const DELIVERY = [
  'Signed as [Standard Webhooks](https://www.standardwebhooks.com) says: verify it with any of its libraries and',
  'the secret of your subscription, or the one at `GET /api/webhooks/secret` for a `webhook_url`.',
  'Delivered at least once: the same `webhook-id` means the same message.',
].join(' ');

const header = (name: string, description: string, example: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
  example,
});

const HEADERS = [
  header('webhook-id', 'The delivery, the same on every attempt', EXAMPLE_DELIVERY_ID),
  header('webhook-timestamp', 'When this attempt was made, in seconds since the epoch', '1772368200'),
  header(
    'webhook-signature',
    '`v1,` and the HMAC-SHA256 of `id.timestamp.body`; two of them, separated by a space, during a rotation',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  ),
];

const TEST_NOTICE = {
  type: 'object',
  required: ['subscription_id', 'message'],
  properties: { subscription_id: { type: 'string', format: 'uuid' }, message: { type: 'string' } },
};

/**
 * Describes the messages of this service, for the `webhooks` section that OpenAPI 3.1 has. `RequestStatusDto` must be
 * among the schemas of the document.
 */
export function documentedMessages(): WebhookSection {
  const examples = exampleMessages();
  // The type knows schemas of OpenAPI 3.0, which have no `const`.
  return Object.fromEntries(
    WEBHOOK_TYPES.map(type => [type, { post: operation(type, examples[type]) }]),
  ) as WebhookSection;
}

function operation(type: WebhookType, example: object) {
  const data = type === 'webhook.test' ? TEST_NOTICE : { $ref: '#/components/schemas/RequestStatusDto' };
  return {
    operationId: `receive_${type.replace('.', '_')}`,
    tags: ['Webhooks'],
    summary: TOLD[type],
    description: DELIVERY,
    security: [],
    parameters: HEADERS,
    requestBody: {
      required: true,
      content: { 'application/json': { schema: message(type, data), example } },
    },
    responses: {
      '2XX': { description: 'Received. The body of the answer is not read.' },
      '410': { description: 'Never again: ends the delivery, and disables the subscription.' },
      default: {
        description: 'Anything else, or no answer within 15 s, is tried again: 10 times in about 75 hours.',
      },
    },
  };
}

const message = (type: WebhookType, data: object) => ({
  type: 'object',
  required: ['type', 'timestamp', 'data'],
  properties: {
    type: { const: type },
    timestamp: { type: 'string', format: 'date-time', description: 'When it happened' },
    data,
  },
});
