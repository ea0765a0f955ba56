import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The scripts in a checkout of a program that is built in no time: neither its package nor its build is there yet. */
function freshCheckout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'darkroom-checkout-'));
  cpSync(__dirname, join(folder, 'scripts'), { recursive: true });
  const write = (path: string, content: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const manifest = { name: 'program', version: '1.0.0', dependencies: { part: 'file:part' } };
  write(
    'package.json',
    JSON.stringify({
      ...manifest,
      engines: { node: '>=20.19' },
      scripts: { build: 'echo built && mkdir -p dist/cli && cp src/main.js dist/cli/main.js' },
    }),
  );
  write('part/package.json', JSON.stringify({ name: 'part', version: '1.0.0' }));
  write(
    'package-lock.json',
    JSON.stringify({
      ...manifest,
      lockfileVersion: 3,
      packages: {
        '': manifest,
        'node_modules/part': { resolved: 'part', link: true },
        part: { version: '1.0.0' },
      },
    }),
  );
  write('src/main.js', 'console.log("the result of", ...process.argv.slice(2))');
  return folder;
}

describe('npx darkroom', () => {
  it('installs and builds first, of which the standard output says nothing', () => {
    const folder = freshCheckout();
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [join(folder, 'scripts', 'darkroom.mjs'), 'upload', 'a.csv'],
      // Whoever runs the tests may have told npm to be silent.
      { encoding: 'utf8', env: { ...process.env, npm_config_loglevel: 'notice' } },
    );
    rmSync(folder, { recursive: true });
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'the result of upload a.csv\n' });
    for (const said of ['Installing', 'added 1 package', 'Building', 'built']) expect(stderr).toContain(said);
  });
});
