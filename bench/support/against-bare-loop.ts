import { alternate, type Bench } from './bench';
import { BareLoop, type BareRun } from './bare-loop';
import { checkOutputs, expectEqual } from './check-outputs';
import type { Figure } from './figures';
import { Installation, type Processed } from './installation';
import { Origin } from './origin';
import type { PictureSet } from './pictures';

/** Enough for both sides to be compiled and connected. */
const WARM_UP = 50;

/** Kept originals and metadata make the same work come out a little smaller or larger. */
const SAME_WORK = { least: 0.9, most: 1.05 };

/** Both sides, warm. */
export interface Sides {
  bench: Bench;
  set: PictureSet;
  origin: Origin;
  bareLoop: BareLoop;
  installation: Installation;
}

export interface Round {
  count: number;
  bare: BareRun;
  service: Processed;
}

/** An image host with these pictures, the service, and a bare sharp loop. */
export async function bothSides(bench: Bench, set: PictureSet): Promise<Sides> {
  const [origin, installation] = [await Origin.start(bench, set), await Installation.start(bench)];
  const bareLoop = new BareLoop(bench);
  await bareLoop.run({ ...set, count: WARM_UP });
  await installation.process(origin.offer(WARM_UP).map(({ url }) => url));
  return { bench, set, origin, bareLoop, installation };
}

/**
 * The service, from upload to webhook, and a bare sharp loop with the same pictures, in turns.
 *
 * @param count pictures a round; beyond those of the set the same come again, at other URLs
 */
export async function compare(
  { bench, set, origin, bareLoop, installation }: Sides,
  count: number,
  latencyMs = 0,
): Promise<Round[]> {
  const runService = async () => {
    const offers = origin.offer(count, latencyMs);
    await bench.servers.checkpoint();
    const processed = await installation.process(offers.map(({ url }) => url));
    await checkOutputs(installation.client, processed.status, offers, set.folder);
    return processed;
  };
  const rounds = await alternate(bench, () => bareLoop.run({ ...set, count }), runService);
  for (const { one, other } of rounds) expectSameWork(one, other);
  return rounds.map(({ one: bare, other: service }) => ({ count, bare, service }));
}

function expectSameWork({ bytesOut }: BareRun, { status }: Processed): void {
  const share = (status.bytes.output ?? 0) / bytesOut;
  expectEqual(
    `${share.toFixed(3)} of the bare loop's bytes are about as many`,
    share > SAME_WORK.least && share < SAME_WORK.most,
    true,
  );
}

/** Images a second of the service over those of the bare loop. */
export function speedFigure(rounds: readonly Round[], atLeast: number): Figure {
  const values = rounds.map(({ bare, service }) => bare.seconds / service.seconds);
  return { name: 'images/s', against: 'bare loop', unit: '×', target: { atLeast }, values };
}

/** CPU of service, Postgres and Redis over that of the bare loop. */
export function cpuFigure(rounds: readonly Round[], atMost?: number): Figure {
  const values = rounds.map(
    ({ bare, service: { cpu } }) => (cpu.service + cpu.postgres + cpu.redis) / bare.cpuSeconds,
  );
  return { name: 'CPU', against: 'bare loop', unit: '×', values, ...(atMost && { target: { atMost } }) };
}

/** What the ratios are made of, and where it ends on a larger machine. */
export function absoluteFigures(rounds: readonly Round[]): Figure[] {
  const figure = (name: string, unit: Figure['unit'], of: (round: Round) => number): Figure => ({
    name,
    against: '',
    unit,
    values: rounds.map(of),
  });
  const cpu = (whose: string, seconds: (round: Round) => number) =>
    figure(`CPU of ${whose}, an image`, 'ms', round => (seconds(round) / round.count) * 1_000);
  return [
    figure('images/s of the service', 'images/s', ({ count, service }) => count / service.seconds),
    cpu('the bare loop', ({ bare }) => bare.cpuSeconds),
    cpu('the service', ({ service }) => service.cpu.service),
    cpu('Postgres', ({ service }) => service.cpu.postgres),
    cpu('Redis', ({ service }) => service.cpu.redis),
    figure('Postgres fills one core at', 'images/s', ({ count, service }) => count / service.cpu.postgres),
    figure('Redis fills its one core at', 'images/s', ({ count, service }) => count / service.cpu.redis),
  ];
}
