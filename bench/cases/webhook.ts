import { bothSides, compare, type Round } from '../support/against-bare-loop';
import type { BenchCase } from '../support/bench';
import type { Figure } from '../support/figures';
import { pictures } from '../support/pictures';

const LATENCY_MS = 200;

/** What a client waits for: from the upload until the webhook has arrived. */
export const webhookCase: BenchCase = {
  title: 'Upload to webhook',
  async run(bench) {
    const [many, few] = [bench.size(200, 40), bench.size(40, 20)];
    const sides = await bothSides(bench, await pictures(bench, 'large', many));
    const near = await compare(sides, many);
    const far = await compare(sides, few, LATENCY_MS);
    return [
      ...figures(near, `${many} JPEGs of 1200×900`, 0),
      ...figures(far, `${few} behind ${LATENCY_MS} ms, less one latency`, LATENCY_MS / 1_000),
    ];
  },
};

function figures(rounds: Round[], what: string, latency: number): Figure[] {
  return [
    { name: what, against: '', unit: 's', values: rounds.map(({ service }) => service.seconds) },
    {
      name: what,
      against: 'bare loop',
      unit: '×',
      target: { atMost: 1.25 },
      values: rounds.map(({ bare, service }) => (service.seconds - latency) / bare.seconds),
    },
  ];
}
