import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allSettingNames } from './check-settings';
import { CSV_PROBLEM_CODES } from './common/errors';
import { IMAGE_FAILURES } from './images/image-failure';

const PROJECT = join(__dirname, '..');

/** Name and default of every setting, from all settings classes; lists and what the machine decides are left out. */
async function settings(): Promise<Map<string, string | null>> {
  const found = new Map<string, string | null>();
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.settings.ts')) continue;
    const module = (await import(join(__dirname, file))) as Record<string, unknown>;
    for (const [name, exported] of Object.entries(module)) {
      if (!/^[A-Z]\w*Settings$/.test(name)) continue;
      for (const [variable, value] of Object.entries(new (exported as new () => object)())) {
        found.set(variable, typeof value === 'object' ? null : String(value));
      }
    }
  }
  return found;
}

/** The first two columns of the table in a chapter. */
function table(file: string, chapter: string): [string, string][] {
  const text = readFileSync(join(PROJECT, file), 'utf8');
  const part = text.split(/^## /m).find(part => part.startsWith(`${chapter}\n`)) ?? '';
  return [...part.matchAll(/^\| `(.+?)` \| (.*?) \|/gm)].map(([, name = '', second = '']) => [name, second]);
}

describe('checkSettings', () => {
  it('knows every settings class', async () => {
    expect(allSettingNames().sort()).toEqual([...(await settings()).keys()].sort());
  });
});

describe('README.md', () => {
  const rows = table('README.md', 'Settings');

  it('lists every setting once, and none that does not exist', async () => {
    expect(rows.map(([name]) => name).sort()).toEqual([...(await settings()).keys()].sort());
  });

  it('states the defaults that the code has', async () => {
    const defaults = await settings();
    const stated = rows.filter(([, value]) => value.startsWith('`'));
    expect(stated).toEqual(stated.map(([name]) => [name, `\`${defaults.get(name)}\``]));
  });
});

describe('docs/dependencies.md', () => {
  it.each(['dependencies', 'devDependencies'])('says of all %s why they are there', kind => {
    const manifest = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as Record<
      string,
      object
    >;
    const listed = table(
      'docs/dependencies.md',
      kind === 'dependencies' ? 'What runs' : 'What builds and tests',
    );
    const names = listed.flatMap(([cell]) => cell.split('`, `'));
    expect(names.sort()).toEqual(Object.keys(manifest[kind] ?? {}).sort());
  });
});

describe('docs/architecture.md', () => {
  it('names no file or folder that does not exist', () => {
    const text = readFileSync(join(PROJECT, 'docs/architecture.md'), 'utf8');
    const named = [...text.matchAll(/`((?:[\w.-]+\/)*[\w.-]+\.ts|src\/[\w/-]+)`/g)].map(
      ([, path = '']) => path,
    );
    const existing = ['src', 'web/src'].flatMap(folder =>
      readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' }).map(
        path => `${folder}/${path}`,
      ),
    );
    expect(named.filter(path => !existing.some(file => `/${file}`.endsWith(`/${path}`)))).toEqual([]);
  });
});

describe('docs/contract.md', () => {
  const text = readFileSync(join(PROJECT, 'docs/contract.md'), 'utf8');

  it('has the sections that the sources refer to', () => {
    const sections = [...text.matchAll(/^##+ (\d(?:\.\d)?)[. ]/gm)].map(([, number = '']) => number);
    const named = ['src', 'web/src'].flatMap(folder =>
      readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
        .filter(file => /\.tsx?$/.test(file))
        .flatMap(file => [
          ...readFileSync(join(PROJECT, folder, file), 'utf8').matchAll(/contract\.md, ([\d., and]*\d)/g),
        ])
        .flatMap(([, numbers = '']) => numbers.split(/,? and |, /)),
    );
    expect(named).not.toEqual([]);
    expect(named.filter(number => !sections.includes(number))).toEqual([]);
  });

  it.each([
    ['images that failed', /^Failure codes .*?: (`.*)\. Messages/m, Object.keys(IMAGE_FAILURES)],
    ['problems of a catalogue', /Codes: (.*)\.$/m, [...CSV_PROBLEM_CODES]],
  ])('names the codes of %s, all of them', (_what, line, codes) => {
    const [, list = ''] = line.exec(text) ?? [];
    expect([...list.matchAll(/`(\w+)`/g)].map(([, code]) => code)).toEqual(codes);
  });
});
