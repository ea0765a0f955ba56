import type { OpenAPIObject } from '@nestjs/swagger';
import { changeSchemas } from './change-schemas';

/**
 * Nest writes `number` for every number, which clients made of the document take for a float of 32 bits: bytes beyond
 * 16 million would not be exact. Here a number is whole, unless its format is `double`.
 */
export function withWholeNumbers(document: OpenAPIObject): OpenAPIObject {
  return changeSchemas(document, schema =>
    schema.type === 'number' && schema.format !== 'double' ? { ...schema, type: 'integer' } : schema,
  );
}
