/** Up to a separator that a following link, a quote or the end of the cell makes one. */
const LINK = /https?:\/\/[^\s"|<>]+?(?=[,;|]?\s*(?:https?:\/\/|["\s|]|$)|[,;\t])/gi;
const HEAD_BYTES = 64 * 1_024;

/**
 * The first links in the text of a catalogue, to try options on. What is a link exactly is for the service to say:
 * these are only shown to choose from.
 */
export function imageLinks(text: string, most = 12): string[] {
  const found = [...text.matchAll(LINK)].map(([link]) => link).filter(link => URL.canParse(link));
  return [...new Set(found)].slice(0, most);
}

/** The text of the beginning of a file; in UTF-16 where its mark says so. */
export async function headOf(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
