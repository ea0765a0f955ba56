import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { alternate, type Bench, type BenchCase } from '../support/bench';
import { URLS_A_ROW, writeCatalogue } from '../support/catalogue-file';
import { expectEqual } from '../support/check-outputs';
import { CopiedRows } from '../support/copy-rows';
import type { Figure } from '../support/figures';
import { HelperProcess } from '../support/helper-process';
import { Installation } from '../support/installation';
import { type CatalogueFile, importCatalogue } from '../support/large-import';
import { Origin } from '../support/origin';
import { pictures } from '../support/pictures';
import { forgetPeakMemory, memoryMb, peakMemoryMb } from '../support/processes';

/** After its start the service settles: what it needed to start is given back. */
const SETTLING_MS = 2_000;

interface ServiceRun {
  /** From the first byte to the 202. */
  uploadSeconds: number;
  /** From the last byte to the 202. */
  checkSeconds: number;
  importSeconds: number;
  memoryMb: number;
}

interface LimitRun {
  parseSeconds: number;
  copySeconds: number;
}

/** A very large file; its image host asks to come back later, so that the workers have nothing else to do. */
export const importCase: BenchCase = {
  title: '1,000,000 rows with 3 URLs each',
  async run(bench) {
    const rows = bench.size(1_000_000, 10_000);
    const origin = await Origin.start(bench, await pictures(bench, 'tiny', 1));
    const file = {
      path: join(bench.servers.folder, 'import.csv'),
      rows,
      base: origin.later,
      files: ['a.jpg'],
    };
    await writeCatalogue(file.path, rows, file.base, file.files);
    const parser = HelperProcess.start(bench, 'papaparse-process', [file.path]);
    const copied = await rowsOfAnImport(bench, file);
    const limit = async () => ({
      parseSeconds: await parse(parser, rows),
      copySeconds: await copied.copyIn(bench.servers, rows * URLS_A_ROW),
    });
    const results = await alternate(bench, limit, () => runService(bench, file));
    return figures(results);
  },
};

async function rowsOfAnImport(bench: Bench, file: CatalogueFile): Promise<CopiedRows> {
  const installation = await Installation.start(bench);
  await importCatalogue(installation, file);
  const rows = await CopiedRows.outOf(installation.database.url, bench.servers.folder);
  await installation.remove();
  return rows;
}

async function parse(parser: HelperProcess, rows: number): Promise<number> {
  const parsed = await parser.ask<{ seconds: number; rows: number }>({});
  expectEqual('parsed rows', parsed.rows, rows + 1);
  return parsed.seconds;
}

async function runService(bench: Bench, file: CatalogueFile): Promise<ServiceRun> {
  const installation = await Installation.start(bench);
  await bench.servers.checkpoint();
  await delay(SETTLING_MS);
  const { pid } = installation.service;
  const idle = memoryMb(pid);
  forgetPeakMemory(pid);
  const { begunAt, sentAt, answeredAt, importedAt } = await importCatalogue(installation, file);
  const peak = peakMemoryMb(pid);
  await installation.remove();
  return {
    uploadSeconds: (answeredAt - begunAt) / 1_000,
    checkSeconds: (answeredAt - sentAt) / 1_000,
    importSeconds: (importedAt - answeredAt) / 1_000,
    memoryMb: peak - idle,
  };
}

function figures(rounds: { one: LimitRun; other: ServiceRun }[]): Figure[] {
  return [
    {
      name: 'body received to 202',
      against: 'PapaParse alone',
      unit: '×',
      target: { atMost: 2 },
      values: rounds.map(({ one, other }) => other.checkSeconds / one.parseSeconds),
    },
    {
      name: 'first byte sent to 202',
      against: 'PapaParse alone',
      unit: '×',
      values: rounds.map(({ one, other }) => other.uploadSeconds / one.parseSeconds),
    },
    {
      name: '202 to all rows imported',
      against: 'COPY of the same rows',
      unit: '×',
      target: { atMost: 1.5 },
      values: rounds.map(({ one, other }) => other.importSeconds / one.copySeconds),
    },
    {
      name: 'most memory',
      against: 'above idle',
      unit: 'MB',
      target: { atMost: 250 },
      values: rounds.map(({ other }) => other.memoryMb),
    },
    { name: 'PapaParse alone', against: '', unit: 's', values: rounds.map(({ one }) => one.parseSeconds) },
    { name: 'COPY', against: '', unit: 's', values: rounds.map(({ one }) => one.copySeconds) },
  ];
}
