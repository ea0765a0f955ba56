/** The limits of a catalogue (docs/contract.md, 2.2). The upload limits the size in bytes. */
export interface CatalogueLimits {
  maxRows: number;
  maxImages: number;
  maxUrlsPerProduct: number;
  /** The longest URL, in characters. */
  maxUrlLength: number;
}

/** The most cells of the header or of any row, without those of our own columns: as many as a spreadsheet has. */
export const MAX_COLUMNS = 16_384;

/** The number of our own columns: `Output Image Urls`, `Error Code` and `Error Message`. */
export const OWN_COLUMNS = 3;

/** The longest name, in characters: forty times what shops allow, yet a page of a thousand names fits in one answer. */
export const MAX_PRODUCT_NAME_LENGTH = 10_000;

/** The most characters of a row beside its URLs. Descriptions in HTML are long, but not this long. */
const OTHER_CELLS_LENGTH = 1024 * 1024;
/** The characters between two URLs: a separator, a space and quotes. */
const SEPARATOR_LENGTH = 4;

/** The most characters that we add for an image, beside its URL: the URL of its result, or why it failed. */
const OWN_TEXT_LENGTH = 2_000;

/** The most characters of a row that are kept: without those of our own columns. */
export function maxRowLength({ maxUrlsPerProduct, maxUrlLength }: CatalogueLimits): number {
  return maxUrlsPerProduct * (maxUrlLength + SEPARATOR_LENGTH) + OTHER_CELLS_LENGTH;
}

/**
 * The longest record that is collected, in characters: a quote that never closes, or a file without line
 * breaks, costs no more memory than this. The longest row has room in it with what we add, and with every quote doubled.
 */
export function maxRecordLength(limits: CatalogueLimits): number {
  const { maxUrlsPerProduct, maxUrlLength } = limits;
  return 2 * (maxRowLength(limits) + maxUrlsPerProduct * (maxUrlLength + OWN_TEXT_LENGTH));
}
