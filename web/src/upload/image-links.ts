const HEAD_BYTES = 64 * 1_024;

/** A cell, which may be quoted, and what ends it: the delimiter, or the end of the row. */
const cellsOf = (delimiter: string) => {
  const rest = `[^\\r\\n${delimiter}]*`;
  return new RegExp(`((?: *"(?:[^"]|"")*")?${rest})([${delimiter}]|\\r\\n?|\\n|$)`, 'g');
};

/** Headers of image links in lower case, without spaces, dots and underscores (docs/contract.md, 2.1). */
const HEADERS = ['inputimageurls', 'inputimageurl', 'inputimages', 'imageurls'];

/** Whether a place in a row is for image links: shops have columns with links to pages, too. All where none is known. */
function isForImages(headers: readonly string[]): (place: number) => boolean {
  const first = headers.findLastIndex(header =>
    HEADERS.includes(header.toLowerCase().replace(/[\s._]/g, '')),
  );
  if (first === -1) return () => true;
  const goesOn = headers.slice(first + 1).every(header => header === '');
  return place => place === first || (goesOn && place > first);
}

/** A separator, which stands before a scheme: commas inside a link survive (docs/contract.md, 2.1). */
const BETWEEN_LINKS = /[,;|\s]+(?=https?:\/\/)/i;

/**
 * The first image links in the text of a catalogue, to try options on. The service decides exactly what a link is: these are
 * only shown to choose from.
 */
export function imageLinks(
  text: string,
  delimiter: string,
  headers: readonly string[] = [],
  most = 12,
): string[] {
  const links = new Set<string>();
  const isWanted = isForImages(headers);
  let place = 0;
  for (const [, cell = '', end] of text.matchAll(cellsOf(delimiter))) {
    const at = place;
    place = end === delimiter ? place + 1 : 0;
    if (!isWanted(at)) continue;
    const pieces = cell
      .replace(/^\s*"|"\s*$/g, '')
      .trim()
      .split(BETWEEN_LINKS);
    for (const link of pieces.filter(isLink)) links.add(link);
    if (links.size >= most) break;
  }
  return [...links].slice(0, most);
}

const isLink = (text: string) => /^https?:\/\/\S+$/i.test(text) && URL.canParse(text);

/** The text of the beginning of a file; in UTF-16 where its mark says so. */
export async function headOf(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
