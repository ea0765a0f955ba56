/** PapaParse alone: parses the file in its first argument for each message, and says in how many seconds. */
import { createReadStream } from 'node:fs';
import Papa from 'papaparse';

function parse(path: string): Promise<{ seconds: number; rows: number }> {
  const begun = performance.now();
  let rows = 0;
  return new Promise((resolve, reject) => {
    Papa.parse(createReadStream(path, 'utf8'), {
      skipEmptyLines: true,
      chunk: ({ data }) => void (rows += data.length),
      complete: () => resolve({ seconds: (performance.now() - begun) / 1_000, rows }),
      error: reject,
    });
  });
}

process.on('message', () => void parse(process.argv[2] ?? '').then(result => process.send?.(result)));
process.once('disconnect', () => process.exit());
