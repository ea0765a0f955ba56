import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { install } from './install.mjs';
import { projectFolder, say } from './run.mjs';
import { canServeSample, serveSample } from './sample.mjs';
import { exitCodeOf, passSignalsTo, startService } from './serve.mjs';

/**
 * Serves, and serves anew after every change that compiles. Not `nest start --watch`, which kills the service
 * together with all its children: the embedded servers would be gone before the work under way has ended.
 */
install();
const sample = canServeSample() ? await serveSample() : {};
const compiler = spawn(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'],
  { cwd: projectFolder, stdio: ['ignore', 'pipe', 'inherit'], detached: true },
);

let service;
let stopping = false;
let restartAfterExit = false;

createInterface({ input: compiler.stdout }).on('line', line => {
  console.log(line);
  if (line.includes('Found 0 errors.') && !stopping) restart();
});
passSignalsTo(() => service);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);

function restart() {
  restartAfterExit = service !== undefined;
  if (restartAfterExit) return void service.kill('SIGTERM');
  service = startService(sample);
  service.once('exit', ended);
}

function ended(code, signal) {
  service = undefined;
  if (stopping) process.exit(exitCodeOf(code, signal));
  if (restartAfterExit) return restart();
  say('The service has ended; it is started again after the next change.');
}

function stop() {
  stopping = true;
  compiler.kill();
  if (service === undefined) process.exit(0);
}
