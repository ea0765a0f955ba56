import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { say, tryToRun } from './run.mjs';

const results = mkdtempSync(join(tmpdir(), 'darkroom-results-'));
process.on('exit', () => rmSync(results, { recursive: true }));

const npmScript = (name, ...args) => ['npm', ['run', '--silent', name, ...args]];
const jest = project =>
  npmScript(`test:${project}`, '--', '--json', `--outputFile=${join(results, project)}.json`);

const steps = {
  'what is missing': install,
  format: npmScript('format:check'),
  lint: npmScript('lint'),
  types: npmScript('types'),
  'unit tests': jest('unit'),
  build,
  'end-to-end tests': jest('e2e'),
};

let exitCode = 0;
for (const [name, step] of Object.entries(steps)) {
  exitCode = timed(name, () => (typeof step === 'function' ? (step(), 0) : tryToRun(...step)));
  if (exitCode !== 0) break;
}
const { passed, failed } = tally();
// The last line, for people and for CI.
console.log(`${passed} passed, ${failed} failed`);
process.exit(exitCode);

function timed(name, work) {
  const begun = performance.now();
  say(`${name} …`);
  const status = work();
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  say(`${name}: ${status === 0 ? 'well' : 'FAILED'}, ${seconds} s`);
  return status;
}

function tally() {
  const runs = readdirSync(results).map(file => JSON.parse(readFileSync(join(results, file), 'utf8')));
  const sum = field => runs.reduce((total, run) => total + run[field], 0);
  return { passed: sum('numPassedTests'), failed: sum('numFailedTests') + sum('numRuntimeErrorTestSuites') };
}
