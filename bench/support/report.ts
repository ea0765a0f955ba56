import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { type Figure, median, reaches } from './figures';

const BENCH = join(__dirname, '..');
const RESULTS = join(BENCH, 'results');
const README = join(BENCH, 'README.md');

/** A case as it was run, as it is kept in `bench/results`. */
export interface Result {
  case: string;
  title: string;
  date: string;
  quick: boolean;
  rounds: number;
  revision: string;
  machine: string;
  /** Processes that wanted a core, on average over the minute before the case, and over its last one. */
  load: { before: number; after: number };
  figures: Figure[];
}

export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpu?.model.trim()}, ${memory} GiB, Node ${process.versions.node}`;
}

/** Of what is checked out; changes that are not committed show as `+`. */
export function revision(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: BENCH, encoding: 'utf8' }).trim();
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--', '../src') ? '+' : '');
  } catch {
    return 'unknown';
  }
}

export const load = () => Math.round((loadavg()[0] ?? 0) * 10) / 10;

/** Quick results lie beside the full ones and never take their place. */
export async function keep(result: Result): Promise<void> {
  await mkdir(RESULTS, { recursive: true });
  const file = join(RESULTS, `${result.case}${result.quick ? '.quick' : ''}.json`);
  await writeFile(
    file,
    await format(JSON.stringify(result), { ...(await resolveConfig(file)), parser: 'json' }),
  );
}

/** A Markdown table of some results, in their order. */
export function table(results: readonly Result[]): string {
  const rows = results.flatMap(({ title, figures }) =>
    figures.map((figure, index) => [
      index === 0 ? title : '',
      figure.name,
      figure.against,
      `${shown(median(figure.values))} ${figure.unit}`,
      figure.values.length > 1
        ? `${shown(Math.min(...figure.values))} – ${shown(Math.max(...figure.values))}`
        : '',
      aim(figure),
    ]),
  );
  const header = ['case', 'figure', 'against', 'median', 'spread', 'to reach'];
  return [header, header.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

/** Puts the full results that there are into the README, in the order of the cases. */
export async function updateReadme(cases: readonly string[]): Promise<void> {
  const names = (await readdir(RESULTS)).filter(name => /^[\w-]+\.json$/.test(name));
  const kept = await Promise.all(
    names.map(async name => JSON.parse(await readFile(join(RESULTS, name), 'utf8')) as Result),
  );
  const results = cases.flatMap(name => kept.filter(result => result.case === name));
  const runs = results.map(
    ({ case: name, date, revision, rounds, load, machine }) =>
      `- \`${name}\`: ${date.slice(0, 16).replace('T', ' ')} UTC, ${revision}, ${rounds} rounds, load ${load.before} → ${load.after}${busy(load.before)}; ${machine}`,
  );
  const text = [table(results), ...(runs.length > 0 ? [runs.join('\n')] : [])].join('\n\n');
  const readme = await readFile(README, 'utf8');
  const between = /(<!-- results -->\n).*(<!-- \/results -->)/s;
  await writeFile(
    README,
    readme.replace(between, (_, before: string, after: string) => `${before}\n${text}\n\n${after}`),
  );
}

const busy = (load: number) => (load > cpus().length ? ' (busy with other work)' : '');

function aim(figure: Figure): string {
  const { target } = figure;
  if (!target) return '';
  const aim = 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
  return `${aim} ${reaches(figure) ? '✓' : '✗'}`;
}

function shown(value: number): string {
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return Math.abs(value) >= 10
    ? value.toFixed(1)
    : value.toFixed(value !== 0 && Math.abs(value) < 0.1 ? 3 : 2);
}
