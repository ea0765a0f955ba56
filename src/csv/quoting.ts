import { Delimiter } from './delimiter';

/**
 * Whether the quote at this place opens a cell: nothing but spaces stand between it and the start of its cell.
 * Any other quote is a character like every other (`5" wide`).
 */
export function opensCell(text: string, quote: number, delimiter: Delimiter): boolean {
  let before = quote - 1;
  while (isSpace(text[before], delimiter)) before--;
  return before < 0 || endsCell(text[before], delimiter);
}

/** Whether the character is a delimiter or a line break: CR, LF and CRLF all end a line. */
export function endsCell(character: string | undefined, delimiter: Delimiter): boolean {
  return character === delimiter || character === '\n' || character === '\r';
}

/** Whether the character is a space; so is a tab, unless it is the delimiter. */
export function isSpace(character: string | undefined, delimiter: Delimiter): boolean {
  return character === ' ' || (character === '\t' && delimiter !== '\t');
}

/** The number of lines after the first. */
export function countLineBreaks(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) count++;
  }
  return count;
}
