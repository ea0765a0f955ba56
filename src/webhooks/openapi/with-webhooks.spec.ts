import type { OpenAPIObject } from '@nestjs/swagger';
import { WEBHOOK_TYPES } from '../webhook-types';
import { asOpenApi31 } from './as-openapi-31';
import { withWebhooks } from './with-webhooks';

const document = (schemas: object): OpenAPIObject =>
  ({
    openapi: '3.0.0',
    info: { title: 't', version: '1' },
    paths: {},
    components: { schemas },
  }) as OpenAPIObject;

describe('withWebhooks', () => {
  const { openapi, webhooks } = withWebhooks(document({}));

  it('describes each type, as OpenAPI 3.1', () => {
    expect(openapi).toBe('3.1.0');
    expect(Object.keys(webhooks ?? {})).toEqual([...WEBHOOK_TYPES]);
  });

  it.each(WEBHOOK_TYPES)('shows a whole message of %s', type => {
    const body = webhooks?.[type]?.post?.requestBody as { content: Record<string, { example: object }> };
    expect(body.content['application/json']?.example).toMatchObject({
      type,
      timestamp: '2026-03-01T12:30:00.000Z',
      data: type === 'webhook.test' ? {} : { status: type.replace('request.', ''), progress: 1 },
    });
  });
});

describe('asOpenApi31', () => {
  const reference = { $ref: '#/components/schemas/B' };
  it.each([
    [{ type: 'string', nullable: true }, { type: ['string', 'null'] }],
    [
      { type: 'string', enum: ['a'], nullable: true },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    [
      { type: 'object', allOf: [reference], nullable: true },
      { anyOf: [{ allOf: [reference] }, { type: 'null' }] },
    ],
    [
      { type: 'string', example: { nullable: true } },
      { type: 'string', example: { nullable: true } },
    ],
    [
      { type: 'string', nullable: false },
      { type: 'string', nullable: false },
    ],
  ])('turns %j into %j', (schema, expected) => {
    expect(asOpenApi31(document({ A: schema })).components?.schemas?.A).toEqual(expected);
  });
});
