import { until } from '../../test/support/until';
import type { Bench, BenchCase } from '../support/bench';
import { checkOutputs, expectEqual } from '../support/check-outputs';
import { percentile } from '../support/figures';
import { Installation } from '../support/installation';
import { askSteadily } from '../support/latencies';
import { Origin } from '../support/origin';
import { type PictureSet, pictures } from '../support/pictures';

const REQUESTS_A_SECOND = 50;

/** Whether clients are answered while every core compresses. */
export const statusUnderLoadCase: BenchCase = {
  title: 'Status while all cores compress',
  async run(bench) {
    const set = await pictures(bench, 'shop', bench.size(400, 40));
    const origin = await Origin.start(bench, set);
    const installation = await Installation.start(bench);
    const values: number[] = [];
    for (let round = 0; round < bench.rounds; round++)
      values.push(await measure(bench, installation, origin, set));
    const name = `p99 at ${REQUESTS_A_SECOND} requests/s`;
    return [{ name, against: '', unit: 'ms', target: { atMost: 150 }, values }];
  },
};

async function measure(
  bench: Bench,
  installation: Installation,
  origin: Origin,
  set: PictureSet,
): Promise<number> {
  const offers = origin.offer(bench.size(800, 60));
  const id = await installation.upload(offers.map(({ url }) => url));
  await until('it is at work', async () => (await installation.done(id)) > 4, { timeoutMs: 60_000 });
  const isOver = () => installation.isTold(id);
  const latencies = await askSteadily(
    `${installation.service.url}/api/status/${id}`,
    REQUESTS_A_SECOND,
    isOver,
  );
  const status = await installation.client.status(id);
  expectEqual('images', status.image_counts.completed, offers.length);
  await checkOutputs(installation.client, status, offers, set.folder);
  return percentile(latencies, 0.99);
}
