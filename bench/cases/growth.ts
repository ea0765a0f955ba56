import { setTimeout as delay } from 'node:timers/promises';
import type { Bench, BenchCase } from '../support/bench';
import { checkOutputs } from '../support/check-outputs';
import { median } from '../support/figures';
import { Installation } from '../support/installation';
import { Origin } from '../support/origin';
import { pictures } from '../support/pictures';
import { memoryMb } from '../support/processes';

const SAMPLE_MS = 500;

interface Sample {
  done: number;
  mb: number;
}

/** Whether the service keeps memory of pictures that are done. One round is enough: it is a long one. */
export const growthCase: BenchCase = {
  title: 'Memory over 20,000 pictures',
  async run(bench) {
    const [count, warm] = [bench.size(20_000, 150), bench.size(1_000, 50)];
    const set = await pictures(bench, 'shop', bench.size(400, 40));
    const origin = await Origin.start(bench, set);
    const installation = await Installation.start(bench);
    const offers = origin.offer(count);
    const id = await installation.upload(offers.map(({ url }) => url));
    const samples = await watch(bench, installation, id);
    await checkOutputs(installation.client, await installation.client.status(id), offers, set.folder);
    const between = (least: number, most: number) =>
      median(samples.filter(({ done }) => done >= least && done <= most).map(({ mb }) => mb));
    const [early, late] = [between(warm, 2 * warm), between(count - warm, count - 1)];
    return [
      {
        name: 'at the end',
        against: 'after the first 1,000',
        unit: '×',
        target: { atMost: 1.1 },
        values: [late / early],
      },
      { name: 'after the first 1,000', against: '', unit: 'MB', values: [early] },
      { name: 'most', against: '', unit: 'MB', values: [Math.max(...samples.map(({ mb }) => mb))] },
    ];
  },
};

/** Until the webhook has arrived. */
async function watch(bench: Bench, installation: Installation, id: string): Promise<Sample[]> {
  const samples: Sample[] = [];
  let said = 0;
  while (!installation.isTold(id)) {
    const done = await installation.done(id);
    samples.push({ done, mb: memoryMb(installation.service.pid) });
    if (done - said >= 2_000) bench.say(`${(said = done)} pictures, ${samples.at(-1)!.mb.toFixed(0)} MB`);
    await delay(SAMPLE_MS);
  }
  return samples;
}
