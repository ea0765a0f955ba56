import { Delimiter } from './delimiter';
import { endsCell, isSpace, opensCell } from './quoting';

/** Whole records, with the line break of the last one, and their oddities. */
export interface RecordBlock {
  text: string;
  /** Whether a line break stands inside a quoted cell. */
  multiline: boolean;
  /** Whether spaces stand before an opening quote, or anything between a closing quote and the end of its cell. */
  untidy: boolean;
}

const NOWHERE = -1;
const UNKNOWN = -2;

/**
 * Cuts text into blocks of whole records, wherever the pieces that it comes in end. Every character is looked at
 * once (mostly by `indexOf`, which is what makes it fast), however many pieces a record spans.
 */
export class RecordCutter {
  /** The text that is not cut off yet, from the start of a record. */
  private pending = '';
  /** The place up to which quotes are understood. */
  private scanned = 0;
  private openQuote = NOWHERE;
  /** The last stretch outside quotes that a line break was seen in. */
  private breaks = { from: 0, to: 0 };
  /** The next LF and CR at or after the place last asked for; Infinity when none is left. */
  private next = { lf: UNKNOWN, cr: UNKNOWN };
  private multilineAt = NOWHERE;
  private untidyAt = NOWHERE;

  constructor(private readonly delimiter: Delimiter) {}

  /** Takes the next piece; gives the records that are whole by now. */
  push(text: string): RecordBlock | null {
    this.pending += text;
    if (this.next.lf === Infinity) this.next.lf = UNKNOWN;
    if (this.next.cr === Infinity) this.next.cr = UNKNOWN;
    this.scan(false);
    return this.breaks.to > 0 ? this.cut(this.endOfLastRecord()) : null;
  }

  /** The last record, which no line break need end; null where there is none or its quote is still open. */
  end(): RecordBlock | null {
    this.scan(true);
    return this.pending === '' || this.openQuote !== NOWHERE ? null : this.cut(this.pending.length);
  }

  /** The length of the record that is not whole yet. */
  get pendingLength(): number {
    return this.pending.length;
  }

  /** The record that is not whole yet. */
  get pendingText(): string {
    return this.pending;
  }

  /** The unfinished record before and from the quote that is still open; null while none is. */
  get unclosed(): { before: string; from: string } | null {
    if (this.openQuote === NOWHERE) return null;
    return { before: this.pending.slice(0, this.openQuote), from: this.pending.slice(this.openQuote) };
  }

  private scan(final: boolean): void {
    let at = this.scanned;
    while (at !== NOWHERE) {
      at = this.openQuote === NOWHERE ? this.scanOutside(at) : this.scanInside(at, final);
    }
  }

  /** Reads from outside a quoted cell to the next quote. */
  private scanOutside(from: number): number {
    const quote = this.pending.indexOf('"', from);
    const to = quote === NOWHERE ? this.pending.length : quote;
    if (this.hasBreak(from, to)) this.breaks = { from, to };
    if (quote === NOWHERE) return this.pauseAt(to);
    if (opensCell(this.pending, quote, this.delimiter)) {
      this.openQuote = quote;
      if (isSpace(this.pending[quote - 1], this.delimiter)) this.untidyAt = quote;
    }
    return quote + 1;
  }

  /** Reads from inside a quoted cell to its closing quote. A quote that is the last character may be half a pair. */
  private scanInside(from: number, final: boolean): number {
    const close = this.pending.indexOf('"', from);
    if (close === NOWHERE) return this.pauseAt(this.pending.length);
    const after = this.pending[close + 1];
    if (after === undefined && !final) return this.pauseAt(close);
    if (after === '"') return close + 2;
    if (this.hasBreak(this.openQuote, close)) this.multilineAt = close;
    if (after !== undefined && !endsCell(after, this.delimiter)) this.untidyAt = close;
    this.openQuote = NOWHERE;
    return close + 1;
  }

  private pauseAt(place: number): typeof NOWHERE {
    this.scanned = place;
    return NOWHERE;
  }

  private hasBreak(from: number, to: number): boolean {
    const { next, pending } = this;
    if (next.lf < from) next.lf = indexOrInfinity(pending.indexOf('\n', from));
    if (next.cr < from) next.cr = indexOrInfinity(pending.indexOf('\r', from));
    return next.lf < to || next.cr < to;
  }

  /** Searches by hand: `lastIndexOf` would search all of the text for a CR that is not there. */
  private endOfLastRecord(): number {
    let end = this.breaks.to;
    while (end > this.breaks.from && !isLineBreak(this.pending.charCodeAt(end - 1))) end--;
    return end;
  }

  private cut(end: number): RecordBlock {
    const block = {
      text: this.pending.slice(0, end),
      multiline: this.multilineAt !== NOWHERE,
      untidy: this.untidyAt !== NOWHERE,
    };
    this.pending = this.pending.slice(end);
    this.scanned -= end;
    this.openQuote = shifted(this.openQuote, end);
    this.multilineAt = shifted(this.multilineAt, end);
    this.untidyAt = shifted(this.untidyAt, end);
    this.next = { lf: UNKNOWN, cr: UNKNOWN };
    this.breaks = { from: 0, to: 0 };
    return block;
  }
}

function indexOrInfinity(index: number): number {
  return index === NOWHERE ? Infinity : index;
}

/** A place after `by` characters are gone from the front; NOWHERE if it went with them. */
function shifted(place: number, by: number): number {
  return place < by ? NOWHERE : place - by;
}

function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}
