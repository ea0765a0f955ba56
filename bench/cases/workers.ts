import { alternate, type Bench, type BenchCase } from '../support/bench';
import { checkOutputs } from '../support/check-outputs';
import { Installation, type Role } from '../support/installation';
import { Origin } from '../support/origin';
import { type PictureSet, pictures } from '../support/pictures';

const WARM_UP = 50;

/** Whether worker processes get in each other's way: on the same cores two of them do as much as one. */
export const workersCase: BenchCase = {
  title: 'Two worker processes',
  async run(bench) {
    const count = bench.size(400, 40);
    const set = await pictures(bench, 'shop', count);
    const origin = await Origin.start(bench, set);
    const [one, two] = [
      await installation(bench, origin, ['api', 'worker']),
      await installation(bench, origin, ['api', 'worker', 'worker']),
    ];
    const rounds = await alternate(
      bench,
      () => run(bench, one, origin, set),
      () => run(bench, two, origin, set),
    );
    const values = rounds.map(({ one, other }) => one / other);
    return [
      { name: 'images/s', against: 'one worker process', unit: '×', target: { atLeast: 0.97 }, values },
    ];
  },
};

async function installation(bench: Bench, origin: Origin, roles: Role[]): Promise<Installation> {
  const started = await Installation.start(bench, roles);
  await started.process(origin.offer(WARM_UP).map(({ url }) => url));
  return started;
}

/** @returns seconds */
async function run({ servers }: Bench, on: Installation, origin: Origin, set: PictureSet): Promise<number> {
  const offers = origin.offer(set.pictures.length);
  await servers.checkpoint();
  const { status, seconds } = await on.process(offers.map(({ url }) => url));
  await checkOutputs(on.client, status, offers, set.folder);
  return seconds;
}
