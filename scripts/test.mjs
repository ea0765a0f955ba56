import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { installChromium } from './install-chromium.mjs';
import { say, tryToRun } from './run.mjs';

const results = mkdtempSync(join(tmpdir(), 'darkroom-results-'));
// However it ends, install and build included: what failed once more, since much was printed since, and a last line for
// people and for CI.
process.on('exit', () => {
  const reports = readdirSync(results).map(file => JSON.parse(readFileSync(join(results, file), 'utf8')));
  rmSync(results, { recursive: true });
  reports.flatMap(failures).forEach(failure => say(failure));
  const sum = field => reports.reduce((total, report) => total + report[field], 0);
  const failed = sum('numFailedTests') + sum('numRuntimeErrorTestSuites');
  console.log(`${sum('numPassedTests')} passed, ${failed} failed`);
});

const npmScript = (name, ...args) => tryToRun('npm', ['run', '--silent', name, ...args]);

/** What the tests after it would fail over anyway: the first that fails ends it. */
const groundwork = {
  'what is missing': () => {
    install();
    installChromium();
    return 0;
  },
  format: () => npmScript('format:check'),
  lint: () => npmScript('lint'),
  types: () => npmScript('types'),
  build: () => {
    build();
    return 0;
  },
};

/** Each is run whatever became of those before: one run says all that is wrong. */
const projects = {
  unit: 'unit tests',
  e2e: 'end-to-end tests',
  browser: 'browser tests',
  security: 'security tests',
  faults: 'fault tests',
};

for (const [name, step] of Object.entries(groundwork)) {
  const status = timed(name, step);
  if (status !== 0) process.exit(status);
}
for (const [project, name] of Object.entries(projects)) {
  const report = join(results, `${project}.json`);
  const status = timed(name, () => npmScript(`test:${project}`, '--', '--json', `--outputFile=${report}`));
  if (status !== 0) process.exitCode = status;
}

function timed(name, work) {
  const begun = performance.now();
  say(`${name} …`);
  const status = work();
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  say(`${name}: ${status === 0 ? 'well' : 'FAILED'}, ${seconds} s`);
  return status;
}

/** The failed tests of a report of Jest, and the files that could not be run, each with its error. */
function failures({ testResults }) {
  return testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const tests = assertionResults.filter(({ status }) => status === 'failed');
      const errors = tests.map(test => `${test.fullName}\n${test.failureMessages.join('\n')}`);
      return (tests.length > 0 ? errors : [message]).map(error => `FAILED ${name}: ${error}`);
    });
}
