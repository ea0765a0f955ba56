/** How large a catalogue may be (docs/contract.md, 2.2). The size in bytes is the upload's affair. */
export interface CatalogueLimits {
  maxRows: number;
  maxImages: number;
  maxUrlsPerProduct: number;
  /** In characters. */
  maxUrlLength: number;
}

/** Cells of the header or of any row: as many as a spreadsheet has. */
export const MAX_COLUMNS = 16_384;

/** In characters: forty times what shops allow, and little enough for a page of a thousand names in one answer. */
export const MAX_PRODUCT_NAME_LENGTH = 10_000;

/** What a row may hold beside its URLs. Descriptions in HTML are long, but not this long. */
const OTHER_CELLS_LENGTH = 1024 * 1024;
/** Between two URLs: a separator, a space and quotes. */
const SEPARATOR_LENGTH = 4;

/**
 * The longest record that is collected, in characters: a quote that never closes, or a file without line
 * breaks, costs no more memory than this.
 */
export function maxRecordLength({ maxUrlsPerProduct, maxUrlLength }: CatalogueLimits): number {
  return maxUrlsPerProduct * (maxUrlLength + SEPARATOR_LENGTH) + OTHER_CELLS_LENGTH;
}
