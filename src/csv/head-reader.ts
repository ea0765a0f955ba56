import { Delimiter, namedDelimiter } from './delimiter';
import { detectDelimiter } from './detect-delimiter';

/** A line without content, whatever the delimiter. */
const BLANK_LINE = /[ \t,;|]*(?:\r\n|\r|\n)/y;

/** Collects the beginning of a file until its delimiter is known. */
export class HeadReader {
  private text = '';
  private line = 1;
  private named: Delimiter | null = null;

  /** The most that is collected; then what was found so far decides. */
  constructor(private readonly maxLength: number) {}

  /** The delimiter, all text from the header on and the line it begins on; null: more text is needed. */
  push(text: string, final: boolean): { delimiter: Delimiter; text: string; line: number } | null {
    this.text += text;
    if (this.line === 1) this.takeSeparatorLine();
    this.skipBlankLines();
    const enough = final || this.text.length > this.maxLength;
    const delimiter = this.named ?? detectDelimiter(this.text, enough);
    return delimiter && { delimiter, text: this.text, line: this.line };
  }

  private takeSeparatorLine(): void {
    const named = namedDelimiter(this.text);
    if (!named) return;
    this.named = named.delimiter;
    this.text = this.text.slice(named.length);
    this.line++;
  }

  private skipBlankLines(): void {
    let end = 0;
    for (BLANK_LINE.lastIndex = 0; BLANK_LINE.test(this.text); this.line++) end = BLANK_LINE.lastIndex;
    this.text = this.text.slice(end);
  }
}
