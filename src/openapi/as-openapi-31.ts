import type { OpenAPIObject } from '@nestjs/swagger';
import { changeSchemas, type Schema } from './change-schemas';

/** Nest writes OpenAPI 3.0; in 3.1 a value that may be null says so by its type. */
export function asOpenApi31(document: OpenAPIObject): OpenAPIObject {
  const changed = changeSchemas(document, schema => (schema.nullable === true ? orNull(schema) : schema));
  return { ...changed, openapi: '3.1.0' };
}

function orNull({ nullable: _, ...schema }: Schema): Schema {
  const { type, enum: values, description, ...rest } = schema;
  const isReference = '$ref' in schema || 'allOf' in schema;
  if (isReference || typeof type !== 'string') {
    return {
      ...(description ? { description } : {}),
      anyOf: [{ ...rest, ...(isReference ? {} : { type }) }, { type: 'null' }],
    };
  }
  return {
    ...schema,
    type: [type, 'null'],
    ...(Array.isArray(values) ? { enum: [...(values as unknown[]), null] } : {}),
  };
}
