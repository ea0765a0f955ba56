import { join } from 'node:path';
import { alternate, type Bench, type BenchCase } from '../support/bench';
import { writeCatalogue } from '../support/catalogue-file';
import { expectEqual } from '../support/check-outputs';
import { type Figure, percentile } from '../support/figures';
import { finishRequest } from '../support/finish-request';
import { Installation } from '../support/installation';
import { askOneByOne } from '../support/latencies';
import { importCatalogue } from '../support/large-import';
import { Origin } from '../support/origin';
import { copyOut, download, expectSameCsv, type OutputSource } from '../support/output-csv';
import { pictures } from '../support/pictures';
import { forgetPeakMemory, memoryMb, peakMemoryMb } from '../support/processes';

const PAGE = 100;

/** What clients read of a very large request that has finished. */
export const readingCase: BenchCase = {
  title: 'Reading a finished request of 1,000,000 rows',
  async run(bench) {
    const rows = bench.size(1_000_000, 10_000);
    const { installation, requestId } = await finishedRequest(bench, rows);
    const source = {
      requestId,
      serviceUrl: installation.service.url,
      databaseUrl: installation.database.url,
    };
    const { pid } = installation.service;
    const results = await alternate(
      bench,
      () => copyOut(source),
      async () => {
        const idle = memoryMb(pid);
        forgetPeakMemory(pid);
        return { seconds: await download(source), memoryMb: peakMemoryMb(pid) - idle };
      },
    );
    await expectSameCsv(source);
    return [
      csvFigure(results.map(({ one, other }) => other.seconds / one)),
      memoryFigure(results.map(({ other }) => other.memoryMb)),
      ...(await answers(bench, source, rows)),
    ];
  },
};

async function finishedRequest(
  bench: Bench,
  rows: number,
): Promise<{ installation: Installation; requestId: string }> {
  const origin = await Origin.start(bench, await pictures(bench, 'tiny', 1));
  const file = {
    path: join(bench.servers.folder, 'reading.csv'),
    rows,
    base: origin.later,
    files: ['a.jpg'],
  };
  await writeCatalogue(file.path, rows, file.base, file.files);
  const installation = await Installation.start(bench);
  const { requestId } = await importCatalogue(installation, file);
  await installation.stopServices();
  await finishRequest(installation, requestId);
  await bench.servers.checkpoint();
  await installation.startServices();
  return { installation, requestId };
}

/** Nobody else asks anything meanwhile. */
async function answers(
  bench: Bench,
  { serviceUrl, requestId }: OutputSource,
  rows: number,
): Promise<Figure[]> {
  const count = bench.size(500, 100);
  const details = `${serviceUrl}/api/details/${requestId}?limit=${PAGE}`;
  const lastPage = `${details}&cursor=${rows - PAGE}`;
  await expectLastPage(lastPage, rows);
  const p99s = async (url: string) => {
    const values: number[] = [];
    for (let round = 0; round < bench.rounds; round++)
      values.push(percentile(await askOneByOne(url, count), 0.99));
    return values;
  };
  const target = { atMost: 30 };
  return [
    { name: 'the last page of details, p99', against: '', unit: 'ms', target, values: await p99s(lastPage) },
    {
      name: 'status, p99',
      against: '',
      unit: 'ms',
      target,
      values: await p99s(`${serviceUrl}/api/status/${requestId}`),
    },
  ];
}

async function expectLastPage(url: string, rows: number): Promise<void> {
  const page = (await (await fetch(url)).json()) as {
    products: { row: number }[];
    next_cursor: string | null;
  };
  expectEqual('products of the last page', page.products.length, PAGE);
  expectEqual('last row', page.products.at(-1)?.row, rows);
  expectEqual('next cursor', page.next_cursor, null);
}

function csvFigure(values: number[]): Figure {
  return { name: 'output CSV', against: 'COPY … TO', unit: '×', target: { atMost: 3 }, values };
}

function memoryFigure(values: number[]): Figure {
  return { name: 'most memory', against: 'above idle', unit: 'MB', target: { atMost: 100 }, values };
}
