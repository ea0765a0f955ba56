const HEAD_BYTES = 64 * 1_024;

/** A quoted cell, or one that ends at the delimiter; a line break ends either kind of row. */
const cellsOf = (delimiter: string) =>
  new RegExp(` *"(?:[^"]|"")*"|[^"\\r\\n${delimiter}][^\\r\\n${delimiter}]*`, 'g');

/** A separator, which stands before a scheme: commas inside a link survive (docs/contract.md, 2.1). */
const BETWEEN_LINKS = /[,;|\s]+(?=https?:\/\/)/i;

/**
 * The first links in the text of a catalogue, to try options on. The service decides exactly what a link is: these are
 * only shown to choose from.
 */
export function imageLinks(text: string, delimiter: string, most = 12): string[] {
  const links = new Set<string>();
  for (const [cell] of text.matchAll(cellsOf(delimiter))) {
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
