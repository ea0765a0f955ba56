import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { installChromium } from './install-chromium.mjs';
import { say, tryToRun } from './run.mjs';

const results = mkdtempSync(join(tmpdir(), 'darkroom-results-'));
// However it ends, install and build included: the last line is for people and for CI.
process.on('exit', () => {
  const { passed, failed } = tally();
  rmSync(results, { recursive: true });
  console.log(`${passed} passed, ${failed} failed`);
});

const npmScript = (name, ...args) => ['npm', ['run', '--silent', name, ...args]];
const jest = project =>
  npmScript(`test:${project}`, '--', '--json', `--outputFile=${join(results, project)}.json`);

const steps = {
  'what is missing': () => {
    install();
    installChromium();
  },
  format: npmScript('format:check'),
  lint: npmScript('lint'),
  types: npmScript('types'),
  'unit tests': jest('unit'),
  build,
  'end-to-end tests': jest('e2e'),
  'browser tests': jest('browser'),
  'security tests': jest('security'),
  'fault tests': jest('faults'),
};

for (const [name, step] of Object.entries(steps)) {
  const status = timed(name, () => (typeof step === 'function' ? (step(), 0) : tryToRun(...step)));
  if (status !== 0) process.exit(status);
}

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
