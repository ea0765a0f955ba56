import { CatalogueColumn, ColumnRole, columnProblems, readColumns } from './columns';
import { CsvProblem } from './csv-problem';
import { Delimiter } from './delimiter';
import { SourceFormat } from './inspect-source';

/** Everything needed to write rows back as they were uploaded, as plain JSON. */
export interface CatalogueLayout extends SourceFormat {
  delimiter: Delimiter;
  /** The columns in the order of the file, including dropped ones. */
  columns: CatalogueColumn[];
}

/** The places of the cells in a record. */
export interface CellPlaces {
  width: number;
  /** The place of the serial number; -1 where the file has no such column. */
  serialNumber: number;
  productName: number;
  imageUrls: number;
  extra: readonly number[];
  /** The places of all columns but the dropped ones and those for more URLs, in order. */
  kept: readonly number[];
  /** Whether cells after the URL column are more URLs. */
  urlsGoOn: boolean;
}

export function readLayout(
  headers: readonly string[],
  line: number,
  format: SourceFormat & { delimiter: Delimiter },
): { layout: CatalogueLayout; problems: CsvProblem[] } {
  const columns = readColumns(headers);
  const { delimiter, encoding, bom } = format;
  return { layout: { delimiter, encoding, bom, columns }, problems: columnProblems(columns, line) };
}

/** The columns that are written back. */
export function keptColumns({ columns }: CatalogueLayout): CatalogueColumn[] {
  return columns.filter(isKept);
}

export function cellPlaces({ columns }: CatalogueLayout): CellPlaces {
  const placeOf = (role: ColumnRole) => columns.findIndex(column => column.role === role);
  const placesOf = (matches: (column: CatalogueColumn) => boolean) =>
    columns.flatMap((column, place) => (matches(column) ? [place] : []));
  const imageUrls = placeOf('imageUrls');
  return {
    width: columns.length,
    serialNumber: placeOf('serialNumber'),
    productName: placeOf('productName'),
    imageUrls,
    extra: placesOf(({ role }) => role === 'extra'),
    kept: placesOf(isKept),
    urlsGoOn: columns.slice(imageUrls + 1).every(({ role }) => role === 'moreImageUrls'),
  };
}

function isKept({ role }: CatalogueColumn): boolean {
  return role !== 'dropped' && role !== 'moreImageUrls';
}
