/** The layout of a grid of cards in a width. All lengths are in pixels. */
export interface GridLayout {
  columns: number;
  /** The height of a row, with the gap below it. */
  rowHeight: number;
}

export const GAP = 14;
const NARROWEST_CARD = 190;
const NARROWEST_ON_PHONES = 150;
const PHONE = 640;
/** The height of the words below a picture. */
const CAPTION = 66;
/** The shape of a picture: height over width. */
const PICTURE_RATIO = 0.8;

export function gridLayout(width: number): GridLayout {
  const narrowest = width < PHONE ? NARROWEST_ON_PHONES : NARROWEST_CARD;
  const columns = Math.max(1, Math.floor((width + GAP) / (narrowest + GAP)));
  const card = (width - GAP * (columns - 1)) / columns;
  return { columns, rowHeight: Math.round(card * PICTURE_RATIO) + CAPTION + GAP };
}

/** The tallest list: browsers draw nothing beyond some 17 million pixels. */
const TALLEST = 15_000_000;

/** The number of rows of cards: all, unless the list would grow too tall to be scrolled. */
export function rowsOf(length: number, { columns, rowHeight }: GridLayout): number {
  return Math.min(Math.ceil(length / columns), Math.floor(TALLEST / rowHeight));
}
