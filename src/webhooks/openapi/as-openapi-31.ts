import type { OpenAPIObject } from '@nestjs/swagger';

type Schema = Record<string, unknown>;

/** Nest writes OpenAPI 3.0; in 3.1 a value that may be null says so by its type. Examples stay as they are. */
export function asOpenApi31(document: OpenAPIObject): OpenAPIObject {
  return { ...(converted(document) as OpenAPIObject), openapi: '3.1.0' };
}

function converted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(converted);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, VERBATIM.has(key) ? inner : converted(inner)]),
  );
  return copy.nullable === true ? orNull(copy) : copy;
}

const VERBATIM = new Set(['example', 'examples', 'default', 'enum']);

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
