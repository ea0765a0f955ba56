import { execFile, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

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
      // Like the real one it begins with an empty folder, which another one must not find.
      scripts: { build: 'echo built && mkdir dist dist/cli && sleep 0.3 && cp src/main.js dist/cli/main.js' },
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

jest.setTimeout(30_000);

describe('darkroom, as npm links it', () => {
  it('installs and builds first, of which the standard output says nothing, whatever folder it is called in', () => {
    const folder = freshCheckout();
    const elsewhere = join(folder, 'elsewhere');
    const linked = join(elsewhere, 'bin', 'darkroom');
    mkdirSync(join(linked, '..'), { recursive: true });
    symlinkSync(join(folder, 'scripts', 'darkroom.mjs'), linked);
    // Whoever runs the tests may have told npm to be silent.
    const env = { ...process.env, npm_config_loglevel: 'notice' };
    const { stdout, stderr, status } = spawnSync(linked, ['upload', 'a.csv'], {
      cwd: elsewhere,
      encoding: 'utf8',
      env,
    });
    rmSync(folder, { recursive: true });
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'the result of upload a.csv\n' });
    for (const said of ['Installing', 'added 1 package', 'Building', 'built']) expect(stderr).toContain(said);
  });

  const called = (folder: string) =>
    promisify(execFile)(join(folder, 'scripts', 'darkroom.mjs'), ['upload', 'a.csv']);

  it('installs and builds once for commands that begin together', async () => {
    const folder = freshCheckout();
    const answers = await Promise.all([called(folder), called(folder), called(folder)]);
    rmSync(folder, { recursive: true });
    expect(answers.map(({ stdout }) => stdout)).toEqual(Array(3).fill('the result of upload a.csv\n'));
    const said = answers.map(({ stderr }) => stderr).join('');
    for (const work of ['Installing', 'Building']) expect(said.split(work)).toHaveLength(2);
  });

  it('does not wait for a command that was killed while it built', async () => {
    const folder = freshCheckout();
    const lock = join(folder, '.setup.lock');
    writeFileSync(lock, String(spawnSync('true').pid));
    await called(folder);
    const isLeft = existsSync(lock);
    rmSync(folder, { recursive: true });
    expect(isLeft).toBe(false);
  });

  it('is what the documents call, and never by npx, which has somebody else’s package of that name', () => {
    for (const document of ['README.md', 'docs/command-line.md']) {
      const text = readFileSync(join(__dirname, '..', document), 'utf8');
      expect(text).toContain('npm link');
      expect(text).not.toContain('npx darkroom');
    }
  });
});
