import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Field {
  at: string;
  types: string[];
  format?: string;
  example?: unknown;
}

/** Whatever has a type, by where it stands in `openapi.json`, which an end-to-end test compares with the service. */
function* fieldsOf(value: unknown, at = ''): Generator<Field> {
  if (typeof value !== 'object' || value === null) return;
  const { type, ...rest } = value as Partial<Field> & { type?: unknown };
  if (typeof type === 'string' || Array.isArray(type))
    yield { ...rest, at, types: [type].flat() as string[] };
  for (const [key, inner] of Object.entries(value)) yield* fieldsOf(inner, `${at}/${key}`);
}

const document = JSON.parse(readFileSync(join(__dirname, '../..', 'openapi.json'), 'utf8')) as object;
const fields = [...fieldsOf(document)];
const where = (isMeant: (field: Field) => boolean) => fields.filter(isMeant).map(({ at }) => at);

describe('a number in openapi.json', () => {
  it('is whole, or says that it has 64 bits: else clients read it as a float of 32', () => {
    expect(where(({ types }) => types.includes('integer')).length).toBeGreaterThan(50);
    expect(where(({ types, format }) => types.includes('number') && format !== 'double')).toEqual([]);
  });

  it('is whole only where its example is', () => {
    const isFraction = ({ example }: Field) => typeof example === 'number' && !Number.isInteger(example);
    expect(where(isFraction).length).toBeGreaterThan(2);
    expect(where(field => isFraction(field) && !field.types.includes('number'))).toEqual([]);
  });

  it.each(['bytes_in', 'bytes_out', 'BytesDto/properties/input', 'BytesDto/properties/output'])(
    'may pass 2^31 as %s',
    name => {
      const formats = fields.filter(({ at }) => at.endsWith(`/${name}`)).map(({ format }) => format);
      expect(new Set(formats)).toEqual(new Set(['int64']));
    },
  );
});

it('says of every object in openapi.json what it holds: Nest takes `string | null` for an object', () => {
  const isEmpty = ({ types, ...schema }: Field) =>
    types.includes('object') && !('properties' in schema || 'additionalProperties' in schema);
  expect(where(isEmpty)).toEqual([]);
});
