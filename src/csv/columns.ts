import { CsvProblem, shown } from './csv-problem';

/** The kind of a column. */
export type ColumnRole =
  | 'serialNumber'
  | 'productName'
  | 'imageUrls'
  /** A nameless column after a URL column that is last: further cells of the row are more URLs. */
  | 'moreImageUrls'
  /** A column of an earlier output of ours. */
  | 'dropped'
  /** Any other column: kept, and written back. */
  | 'extra';

export interface CatalogueColumn {
  /** The header as uploaded, without spaces around it. */
  header: string;
  role: ColumnRole;
}

/** Headers in lower case, without spaces, dots and underscores (docs/contract.md, 2.1). */
const ROLES_BY_HEADER: Readonly<Record<string, ColumnRole>> = {
  sno: 'serialNumber',
  serialnumber: 'serialNumber',
  srno: 'serialNumber',
  productname: 'productName',
  inputimageurls: 'imageUrls',
  inputimageurl: 'imageUrls',
  inputimages: 'imageUrls',
  imageurls: 'imageUrls',
  outputimageurls: 'dropped',
  errorcode: 'dropped',
  errormessage: 'dropped',
};

/** Finds the columns of a file by its headers, in order. */
export function readColumns(headers: readonly string[]): CatalogueColumn[] {
  const columns = headers.map(header => ({ header, role: roleOf(header) }));
  const urls = columns.findLastIndex(({ role }) => role === 'imageUrls');
  const after = urls === -1 ? [] : columns.slice(urls + 1);
  if (after.every(({ header }) => header === '')) after.forEach(column => (column.role = 'moreImageUrls'));
  return columns;
}

function roleOf(header: string): ColumnRole {
  const name = header.toLowerCase().replace(/[\s._]/g, '');
  return Object.hasOwn(ROLES_BY_HEADER, name) ? ROLES_BY_HEADER[name]! : 'extra';
}

/** The number of different known columns: the right delimiter shows most. */
export function countKnownColumns(columns: readonly CatalogueColumn[]): number {
  return new Set(columns.map(({ role }) => role).filter(role => role !== 'extra')).size;
}

const REQUIRED = [
  { role: 'productName', name: 'Product Name' },
  { role: 'imageUrls', name: 'Input Image Urls' },
] as const;

export function hasRequiredColumns(columns: readonly CatalogueColumn[]): boolean {
  return REQUIRED.every(required => columns.some(({ role }) => role === required.role));
}

/** Finds missing and doubled columns. Every message lists the headers that were found. */
export function columnProblems(columns: readonly CatalogueColumn[], line: number): CsvProblem[] {
  const found = `The headers found are: ${listOf(columns)}`;
  const missing = REQUIRED.filter(required => !columns.some(({ role }) => role === required.role)).map(
    ({ name }): CsvProblem => ({
      row: null,
      line,
      column: name,
      code: 'missing_column',
      message: `There is no column ${name}. ${found}`,
      value: null,
    }),
  );
  return [...missing, ...doubledColumns(columns, line, found)];
}

function doubledColumns(columns: readonly CatalogueColumn[], line: number, found: string): CsvProblem[] {
  return (['serialNumber', 'productName', 'imageUrls'] as const).flatMap(role => {
    const [first, second] = columns.filter(column => column.role === role);
    if (!first || !second) return [];
    const name = shown(second.header, HEADER_SHOWN);
    const what =
      first.header === second.header ? `${name} twice` : `${shown(first.header, HEADER_SHOWN)} and ${name}`;
    const message = `There are two columns for the same: ${what}. Keep one. ${found}`;
    return [{ row: null, line, column: name, code: 'duplicate_column', message, value: null }];
  });
}

const HEADERS_LISTED = 30;
const HEADER_SHOWN = 60;

function listOf(columns: readonly CatalogueColumn[]): string {
  const named = columns
    .filter(({ header }) => header !== '')
    .map(({ header }) => shown(header, HEADER_SHOWN));
  const others = named.length - HEADERS_LISTED;
  const list = named.slice(0, HEADERS_LISTED).join(', ') || 'none';
  return others > 0 ? `${list} and ${others} more` : list;
}
