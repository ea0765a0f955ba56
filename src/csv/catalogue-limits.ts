/** How large a catalogue may be (docs/contract.md, 2.2). The size in bytes is the upload's affair. */
export interface CatalogueLimits {
  maxRows: number;
  maxImages: number;
  maxUrlsPerProduct: number;
  /** In characters. */
  maxUrlLength: number;
}

/** Cells of the header or of any row, without those of our own columns: as many as a spreadsheet has. */
export const MAX_COLUMNS = 16_384;

/** `Output Image Urls`, `Error Code` and `Error Message`. */
export const OWN_COLUMNS = 3;

/** In characters: forty times what shops allow, and little enough for a page of a thousand names in one answer. */
export const MAX_PRODUCT_NAME_LENGTH = 10_000;

/** What a row may hold beside its URLs. Descriptions in HTML are long, but not this long. */
const OTHER_CELLS_LENGTH = 1024 * 1024;
/** Between two URLs: a separator, a space and quotes. */
const SEPARATOR_LENGTH = 4;

/** What we add for an image, beside its URL: the URL of its result, or why it failed. */
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
