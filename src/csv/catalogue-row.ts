import { CatalogueLimits, MAX_PRODUCT_NAME_LENGTH } from './catalogue-limits';
import { CatalogueLayout, CellPlaces, cellPlaces } from './catalogue-layout';
import { weightOf } from './cell-weight';
import { CsvProblem, shown } from './csv-problem';
import { cellText } from './formula-guard';
import { imageUrlFault, splitImageUrls } from './image-urls';
import { RowPlace, RowProblems } from './row-problems';
import { isWholeNumber, parseSerialNumber } from './serial-number';
import { SerialNumbers } from './serial-numbers';

/** A product as its row describes it. */
export interface CatalogueProduct {
  /** The serial number as given; null where the column or the cell is missing. */
  serialNumber: number | null;
  productName: string;
  /** The URLs as written, at least one. */
  imageUrls: string[];
  /** The cells of the extra columns, in order, as far as the row has them; then those beyond the last header. */
  extra: string[];
}

/** The facts that every data row has. */
interface DataRow extends RowPlace {
  /** The weight of all cells (see `weightOf`), dropped ones too: a piece of a string keeps the text it was cut from. */
  weight: number;
}

export interface ProductRow extends CatalogueProduct, DataRow {
  kind: 'product';
}

/** A row with problems. */
export interface SkippedRow extends DataRow {
  kind: 'skipped';
  /** The cells of the kept columns, as far as the row has them, all its URLs in one; then those beyond the last header. */
  cells: string[];
  problems: CsvProblem[];
}

export type CatalogueRow = ProductRow | SkippedRow;

/** The characters of a row that are written back. */
export function keptLength(row: CatalogueRow): number {
  const texts = row.kind === 'skipped' ? row.cells : [row.productName, ...row.imageUrls, ...row.extra];
  return texts.reduce((sum, text) => sum + text.length, 0);
}

/** Reads the data rows of one file, in order. */
export class RowReader {
  private readonly places: CellPlaces;
  private readonly serialNumbers = new SerialNumbers();
  private readonly problems: RowProblems;

  constructor(
    layout: CatalogueLayout,
    private readonly limits: CatalogueLimits,
  ) {
    this.places = cellPlaces(layout);
    this.problems = new RowProblems(layout);
  }

  read(record: readonly string[], place: RowPlace): CatalogueRow {
    const { problems } = this;
    problems.begin(place);
    const serialNumber = this.readSerialNumber(record, place.row);
    const productName = this.readProductName(record);
    const imageUrls = this.readImageUrls(record);
    const { row, line } = place;
    const weight = weightOf(record);
    if (problems.found) {
      return { kind: 'skipped', row, line, weight, cells: this.keptCells(record), problems: problems.found };
    }
    return {
      kind: 'product',
      row,
      line,
      weight,
      serialNumber,
      productName,
      imageUrls,
      extra: this.extraCells(record),
    };
  }

  private readSerialNumber(record: readonly string[], row: number): number | null {
    const place = this.places.serialNumber;
    const text = cellAt(record, place).trim();
    if (text === '') return null;
    const serialNumber = parseSerialNumber(text);
    if (serialNumber === null) {
      this.problems.add(
        'invalid_serial_number',
        place,
        `is ${isWholeNumber(text) ? `more than ${Number.MAX_SAFE_INTEGER}` : 'not a whole number'}. Correct it, or leave the cell empty`,
        text,
      );
      return null;
    }
    const earlier = this.serialNumbers.claim(serialNumber, row);
    if (earlier !== null) {
      this.problems.add(
        'duplicate_serial_number',
        place,
        `is the same as in row ${earlier}. Give each row its own`,
        text,
      );
    }
    return serialNumber;
  }

  private readProductName(record: readonly string[]): string {
    const place = this.places.productName;
    const name = cellAt(record, place).trim();
    if (name === '') this.problems.add('empty_product_name', place, 'is empty', null);
    if (name.length > MAX_PRODUCT_NAME_LENGTH) {
      const message = `has ${name.length} characters, at most ${MAX_PRODUCT_NAME_LENGTH} are allowed. Shorten it`;
      this.problems.add('product_name_too_long', place, message, name);
    }
    return name;
  }

  private readImageUrls(record: readonly string[]): string[] {
    const place = this.places.imageUrls;
    const urls = this.splitUrlCells(record);
    const { maxUrlsPerProduct, maxUrlLength } = this.limits;
    if (urls.length === 0)
      this.problems.add('no_image_url', place, 'is empty. Enter at least one http(s) URL', null);
    if (urls.length > maxUrlsPerProduct) {
      const message = `holds ${urls.length} URLs, at most ${maxUrlsPerProduct} are allowed. Split the row in several`;
      this.problems.add('too_many_urls', place, message, null);
      return urls;
    }
    for (const url of urls) {
      if (url.length > maxUrlLength) {
        const message = `holds a URL of ${url.length} characters, at most ${maxUrlLength} are allowed`;
        this.problems.add('url_too_long', place, message, url);
      } else {
        const fault = imageUrlFault(url);
        if (fault !== null) this.problems.add('invalid_url', place, `${fault}: ${shown(url, 80)}`, url);
      }
    }
    return urls;
  }

  private splitUrlCells(record: readonly string[]): string[] {
    const urls = splitImageUrls(cellAt(record, this.places.imageUrls));
    if (!this.places.urlsGoOn) return urls;
    for (let place = this.places.imageUrls + 1; place < record.length; place++) {
      const cell = cellAt(record, place);
      if (cell !== '') urls.push(...splitImageUrls(cell));
    }
    return urls;
  }

  private keptCells(record: readonly string[]): string[] {
    const cells = within(this.places.kept, record).map(place =>
      place === this.places.imageUrls ? this.joinedUrlCells(record) : cellAt(record, place),
    );
    return this.withCellsBeyond(record, cells);
  }

  /** Joins the URL cells, so that a list refused as several cells is refused as one. */
  private joinedUrlCells(record: readonly string[]): string {
    const first = cellAt(record, this.places.imageUrls);
    if (!this.places.urlsGoOn) return first;
    const others = record.slice(this.places.imageUrls + 1).map(cellText);
    return [first, ...others].filter(cell => cell !== '').join(', ');
  }

  private extraCells(record: readonly string[]): string[] {
    return this.withCellsBeyond(
      record,
      within(this.places.extra, record).map(place => cellAt(record, place)),
    );
  }

  /** Adds the cells beyond the last header, up to the last that is not empty. */
  private withCellsBeyond(record: readonly string[], cells: string[]): string[] {
    if (this.places.urlsGoOn || record.length <= this.places.width) return cells;
    const beyond = record.slice(this.places.width).map(cellText);
    return [...cells, ...beyond.slice(0, beyond.findLastIndex(cell => cell !== '') + 1)];
  }
}

/** The places, which are in order, that the record has: the cost is that of the row, however wide the header is. */
function within(places: readonly number[], record: readonly string[]): readonly number[] {
  const end = places.findIndex(place => place >= record.length);
  return end === -1 ? places : places.slice(0, end);
}

function cellAt(record: readonly string[], place: number): string {
  const cell = record[place];
  return cell === undefined ? '' : cellText(cell);
}
