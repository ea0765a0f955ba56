/**
 * `npm run bench [-- <case> …] [--quick] [--rounds <n>]`: measures the service against the physical limit on this
 * machine (bench/README.md).
 */
import { parseArgs } from 'node:util';
import { removeAbandonedFolders } from '../test/support/temporary-folder';
import { CASES } from './cases';
import type { Bench } from './support/bench';
import { keep, load, machine, type Result, revision, table, updateReadme } from './support/report';
import { Servers } from './support/servers';
import { UndoStack } from './support/undo-stack';

interface Order {
  names: string[];
  quick: boolean;
  rounds: number;
}

/** @throws when there is no such case */
function order(args: string[]): Order {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { quick: { type: 'boolean', default: false }, rounds: { type: 'string' } },
  });
  const unknown = positionals.filter(name => !(name in CASES));
  if (unknown.length > 0) {
    throw new Error(`No such case: ${unknown.join(', ')}. There are: ${Object.keys(CASES).join(', ')}`);
  }
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number');
  return { names: positionals.length > 0 ? positionals : Object.keys(CASES), quick: values.quick, rounds };
}

async function measure(
  name: string,
  { quick, rounds }: Order,
  servers: Servers,
  running: UndoStack,
): Promise<Result> {
  const benchCase = CASES[name]!;
  const { title } = benchCase;
  console.error(`${name}: ${title}`);
  const before = load();
  const bench: Bench = {
    servers,
    rounds,
    size: (full, small) => (quick ? small : full),
    say: message => console.error(`${name}: ${message}`),
    atEnd: running.atEnd,
  };
  const figures = await benchCase.run(bench).finally(() => running.undo());
  return {
    case: name,
    title: quick ? `${title} (quick: fewer)` : title,
    date: new Date().toISOString(),
    quick,
    rounds,
    revision: revision(),
    machine: machine(),
    load: { before, after: load() },
    figures,
  };
}

/** @returns the names of the cases that failed: the others are measured all the same. */
async function measureAll(order: Order): Promise<string[]> {
  const failed: string[] = [];
  const servers = await Servers.start();
  const running = new UndoStack();
  const stop = () => running.undo().finally(() => servers.stop());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(1)));
  }
  try {
    for (const name of order.names) {
      try {
        const result = await measure(name, order, servers, running);
        await keep(result);
        console.log(`\n${table([result])}\n`);
      } catch (error) {
        failed.push(name);
        console.error(`${name}: no result`, error);
      }
    }
  } finally {
    await stop();
  }
  if (!order.quick) await updateReadme(Object.keys(CASES));
  return failed;
}

async function main(): Promise<number> {
  await removeAbandonedFolders();
  const failed = await measureAll(order(process.argv.slice(2)));
  if (failed.length > 0) console.error(`No result for: ${failed.join(', ')}`);
  return failed.length > 0 ? 1 : 0;
}

main().then(
  code => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
