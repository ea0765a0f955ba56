/** The four delimiters of a catalogue, in the order in which a tie is decided. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** `sep=;` as the whole of the first line, as Excel writes and reads it. */
const SEPARATOR_LINE = /^"?sep=([,;\t|])"?[ \t]*(?:\r\n|\r|\n)/i;

/** The delimiter that a first line names, and the length of that line. */
export function namedDelimiter(head: string): { delimiter: Delimiter; length: number } | null {
  const match = SEPARATOR_LINE.exec(head);
  return match && { delimiter: match[1] as Delimiter, length: match[0].length };
}
