import { bothSides, compare, cpuFigure, speedFigure } from '../support/against-bare-loop';
import type { BenchCase } from '../support/bench';
import { pictures } from '../support/pictures';

const LATENCY_MS = 200;

/** The same photos from a host that takes its time: downloads have to overlap with compressions. */
export const slowPicturesCase: BenchCase = {
  title: 'The same, 200 ms of latency each',
  async run(bench) {
    const count = bench.size(400, 40);
    const set = await pictures(bench, 'shop', count);
    const rounds = await compare(await bothSides(bench, set), count, LATENCY_MS);
    return [speedFigure(rounds, 0.9), cpuFigure(rounds)];
  },
};
