/** A schema of an OpenAPI document, or any other object in it. */
export type Schema = Record<string, unknown>;

const VERBATIM = new Set(['example', 'examples', 'default', 'enum']);

/** A copy of a document with what `change` makes of each object in it, from within. Examples stay as they are. */
export function changeSchemas<T>(document: T, change: (schema: Schema) => Schema): T {
  const changed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(changed);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]) => [
      key,
      VERBATIM.has(key) ? (inner as unknown) : changed(inner),
    ]);
    return change(Object.fromEntries(entries) as Schema);
  };
  return changed(document) as T;
}
