import type { OpenAPIObject } from '@nestjs/swagger';
import { asOpenApi31 } from './as-openapi-31';

const document = (schemas: object): OpenAPIObject =>
  ({
    openapi: '3.0.0',
    info: { title: 't', version: '1' },
    paths: {},
    components: { schemas },
  }) as OpenAPIObject;

describe('asOpenApi31', () => {
  it('says that it is OpenAPI 3.1', () => expect(asOpenApi31(document({})).openapi).toBe('3.1.0'));

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
