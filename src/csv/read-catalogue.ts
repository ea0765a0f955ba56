import { setImmediate } from 'node:timers/promises';
import { CatalogueLimits } from './catalogue-limits';
import { CatalogueBatch, CatalogueReader } from './catalogue-reader';
import { TextDecoding } from './decode-text';
import { CsvEncoding, SourceFormat } from './inspect-source';

/** The longest time, in milliseconds, before other work gets its turn. */
const LONGEST_TURN_MS = 8;

/**
 * Reads a catalogue as a stream, in flat memory but for the serial numbers (see `SerialNumbers`): batches of rows
 * in the order of the file, each from some 64 KB of text. The same file gives the same rows, however it is cut.
 * Never throws for what is in the file; a fault of the file as a whole ends the reading.
 */
export async function* readCatalogue(
  source: AsyncIterable<Buffer>,
  format: SourceFormat,
  limits: CatalogueLimits,
): AsyncGenerator<CatalogueBatch, void, undefined> {
  const reader = new CatalogueReader(format, limits);
  let turnBegan = performance.now();
  for await (const text of decoded(source, format.encoding)) {
    const batch = reader.push(text);
    if (batch) yield batch;
    if (reader.finished) return;
    if (performance.now() - turnBegan > LONGEST_TURN_MS) {
      await setImmediate();
      turnBegan = performance.now();
    }
  }
  yield reader.end();
}

async function* decoded(source: AsyncIterable<Buffer>, encoding: CsvEncoding): AsyncGenerator<string> {
  const decoding = new TextDecoding(encoding);
  for await (const chunk of source) yield* decoding.push(chunk);
  yield* decoding.end();
}
