import { absoluteFigures, bothSides, compare, cpuFigure, speedFigure } from '../support/against-bare-loop';
import type { BenchCase } from '../support/bench';
import { pictures } from '../support/pictures';

/** What the service costs beside the compression, which takes a millisecond here. */
export const smallCase: BenchCase = {
  title: '10,000 JPEGs of 100×100',
  async run(bench) {
    const count = bench.size(10_000, 1_000);
    const rounds = await compare(await bothSides(bench, await pictures(bench, 'tiny', 200)), count);
    return [speedFigure(rounds, 0.6), cpuFigure(rounds), ...absoluteFigures(rounds)];
  },
};
