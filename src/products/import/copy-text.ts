type CopyValue = string | number | null;

const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function field(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  return SPECIAL.test(value)
    ? value.replace(/[\\\n\r\t]/g, character => ESCAPES[character] ?? character)
    : value;
}

/** Writes one line of `COPY … FROM STDIN` in Postgres' text format. */
export function copyLine(values: CopyValue[]): string {
  return `${values.map(field).join('\t')}\n`;
}

/** Writes a `text[]` literal, to be one value of a line. */
export function arrayLiteral(values: string[]): string {
  if (values.length === 0) return '{}';
  return `{${values.map(value => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
