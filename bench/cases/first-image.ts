import { join } from 'node:path';
import { until } from '../../test/support/until';
import type { Bench, BenchCase } from '../support/bench';
import { writeCatalogue } from '../support/catalogue-file';
import { expectEqual } from '../support/check-outputs';
import { Installation } from '../support/installation';
import { Origin } from '../support/origin';
import { pictures } from '../support/pictures';
import { uploadFile } from '../support/upload-file';

/** How soon the first image of a very large file is done: images do not wait for the import. */
export const firstImageCase: BenchCase = {
  title: '1,000,000 rows: the first image',
  async run(bench) {
    const set = await pictures(bench, 'tiny', 200);
    const origin = await Origin.start(bench, set);
    const path = join(bench.servers.folder, 'first-image.csv');
    const files = set.pictures.map(({ file }) => file);
    await writeCatalogue(path, bench.size(1_000_000, 10_000), origin.now, files);
    const values: number[] = [];
    for (let round = 0; round < bench.rounds; round++) values.push(await measure(bench, path));
    return [{ name: '202 to the first image done', against: '', unit: 's', target: { atMost: 2 }, values }];
  },
};

async function measure(bench: Bench, path: string): Promise<number> {
  const installation = await Installation.start(bench);
  const { requestId, answeredAt } = await uploadFile(installation.service.url, path);
  await until('the first image is done', async () => (await installation.done(requestId)) > 0, {
    timeoutMs: 60_000,
    pollMs: 10,
  });
  const seconds = (performance.now() - answeredAt) / 1_000;
  const { image_counts } = await installation.client.status(requestId);
  expectEqual('failed images', image_counts.failed, 0);
  await installation.remove();
  return seconds;
}
