import { join } from 'node:path';
import { until } from '../../test/support/until';
import { alternate, type Bench, type BenchCase } from '../support/bench';
import { URLS_A_ROW, writeCatalogue } from '../support/catalogue-file';
import { expectEqual } from '../support/check-outputs';
import { Installation } from '../support/installation';
import { importCatalogue } from '../support/large-import';
import { Origin } from '../support/origin';
import { pictures } from '../support/pictures';

const TIMEOUT_MS = 1_800_000;

/** While the rows are imported few of the images are to be done. */
const AT_LEISURE = { DOWNLOAD_CONCURRENCY: '1' };

/** A request of small images that waits, in an installation that does not run. */
interface Waiting {
  installation: Installation;
  requestId: string;
}

interface Run {
  imagesASecond: number;
  redisMb: number;
}

/** Whether what waits in Postgres slows down what is under way: small images, many of them and few. */
export const backlogCase: BenchCase = {
  title: '1,000,000 images waiting',
  async run(bench) {
    const few = bench.size(10_000, 1_500);
    const origin = await Origin.start(bench, await pictures(bench, 'tiny', 200));
    const many = await waiting(bench, origin, bench.size(1_000_000, 15_000));
    const rounds = await alternate(
      bench,
      () => runAndRemove(bench, origin, few),
      () => run(many, few),
    );
    return [
      {
        name: 'images/s',
        against: 'with 10,000 waiting',
        unit: '×',
        target: { atLeast: 0.95 },
        values: rounds.map(({ one, other }) => other.imagesASecond / one.imagesASecond),
      },
      {
        name: 'memory of Redis',
        against: 'with 10,000 waiting',
        unit: '×',
        target: { atMost: 1.05 },
        values: rounds.map(({ one, other }) => other.redisMb / one.redisMb),
      },
      { name: 'memory of Redis', against: '', unit: 'MB', values: rounds.map(({ other }) => other.redisMb) },
    ];
  },
};

async function runAndRemove(bench: Bench, origin: Origin, images: number): Promise<Run> {
  const few = await waiting(bench, origin, images);
  const result = await run(few, images);
  await few.installation.remove();
  return result;
}

/** Imported by a service that has ended again: what it did meanwhile is no part of the measurement. */
async function waiting(bench: Bench, origin: Origin, images: number): Promise<Waiting> {
  const rows = Math.ceil(images / URLS_A_ROW);
  const files = (await pictures(bench, 'tiny', 200)).pictures.map(({ file }) => file);
  const file = { path: join(bench.servers.folder, 'backlog.csv'), rows, base: origin.now, files };
  await writeCatalogue(file.path, rows, file.base, files);
  const installation = await Installation.start(bench, ['all'], AT_LEISURE);
  const { requestId } = await importCatalogue(installation, file);
  await installation.stopServices();
  return { installation, requestId };
}

/** Between a tenth and nine tenths of what is done from here on, at most `images`: start and end are something else. */
async function run({ installation, requestId }: Waiting, images: number): Promise<Run> {
  await installation.startServices();
  const { image_counts: counts } = await installation.client.status(requestId);
  const count = Math.min(images, counts.total - counts.completed);
  const reached = async (wanted: number) => {
    const enough = async () => atLeast(await installation.done(requestId), wanted);
    const done = await until(`${wanted} images are done`, enough, {
      timeoutMs: TIMEOUT_MS,
    });
    return { done, at: performance.now() };
  };
  const first = await reached(counts.completed + count * 0.1);
  const middle = await reached(counts.completed + count * 0.5);
  const redisMb = (await installation.redisBytes()) / 1e6;
  const last = await reached(counts.completed + count * 0.9);
  expectEqual('half of them come between', first.done < middle.done && middle.done < last.done, true);
  const { image_counts } = await installation.client.status(requestId);
  expectEqual('failed images', image_counts.failed, 0);
  await installation.stopServices();
  return { imagesASecond: (last.done - first.done) / ((last.at - first.at) / 1_000), redisMb };
}

const atLeast = (done: number, wanted: number) => (done >= wanted ? done : null);
