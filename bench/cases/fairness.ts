import type { Bench, BenchCase } from '../support/bench';
import { expectEqual } from '../support/check-outputs';
import { median } from '../support/figures';
import { Installation } from '../support/installation';
import { Origin } from '../support/origin';
import { pictures } from '../support/pictures';

const FEW = 10;

/** Of which the middle one counts: a few pictures are done in a moment. */
const TIMES = 5;

/** What somebody with a few photos waits for while a large request of somebody else is under way. */
export const fairnessCase: BenchCase = {
  title: `${FEW} photos behind 5,000 of an earlier request`,
  async run(bench) {
    const values: number[] = [];
    for (let round = 0; round < bench.rounds; round++) values.push(await measure(bench));
    return [
      { name: 'upload to webhook', against: 'without others', unit: '×', target: { atMost: 3 }, values },
    ];
  },
};

/** A service of its own, which still has most of the large request to do at the end. */
async function measure(bench: Bench): Promise<number> {
  const origin = await Origin.start(bench, await pictures(bench, 'shop', bench.size(400, 40)));
  const installation = await Installation.start(bench);
  const urls = (count: number) => origin.offer(count).map(({ url }) => url);
  const fewTakes = async () => (await installation.process(urls(FEW))).seconds;
  await fewTakes(); // The first one of a process takes longer.
  const alone = await repeated(fewTakes);
  const many = bench.size(5_000, 500);
  const id = await installation.upload(urls(many));
  await installation.client.progressed(id, many / 50);
  const behind = await repeated(fewTakes);
  expectEqual('end of the large request', (await installation.client.status(id)).completed_at, null);
  await installation.remove();
  return median(behind) / median(alone);
}

async function repeated(measured: () => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  for (let time = 0; time < TIMES; time++) values.push(await measured());
  return values;
}
