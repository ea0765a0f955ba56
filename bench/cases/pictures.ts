import { absoluteFigures, bothSides, compare, cpuFigure, speedFigure } from '../support/against-bare-loop';
import type { BenchCase } from '../support/bench';
import { pictures } from '../support/pictures';

/** Photos as a shop has them, each at a URL of its own, from a host that answers at once. */
export const picturesCase: BenchCase = {
  title: '400 product photos',
  async run(bench) {
    const count = bench.size(400, 40);
    const rounds = await compare(await bothSides(bench, await pictures(bench, 'shop', count)), count);
    return [speedFigure(rounds, 0.93), cpuFigure(rounds, 1.1), ...absoluteFigures(rounds)];
  },
};
