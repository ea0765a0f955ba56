import { limitHeapGrowth } from '../heap-growth';
import { sizeThreadPool } from '../thread-pool.settings';

// This comes before anything uses the pool: libuv reads its size once.
sizeThreadPool();
limitHeapGrowth();

import { VERSION } from '../common/version';
import { type Command, parseCommandLine } from './command-line';
import type { Console } from './console';
import { ExitCode } from './exit-code';
import { explainError } from './explain-error';
import { HELP } from './help';
import { outliveReaders } from './outputs';
import { download } from './service/download.command';
import { status } from './service/status.command';
import { upload } from './service/upload.command';

async function main(command: Command, console: Console, signal: AbortSignal): Promise<ExitCode> {
  switch (command.name) {
    case 'help':
      console.out.write(HELP);
      return ExitCode.Done;
    case 'version':
      console.out.write(`${VERSION}\n`);
      return ExitCode.Done;
    case 'run': {
      // This loads the whole service, which the other commands need not wait for.
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { run } = require('./run/run.command') as typeof import('./run/run.command');
      return run(command, console, signal);
    }
    case 'upload':
      return upload(command, console, signal);
    case 'status':
      return status(command, console, signal);
    case 'download':
      return download(command, console, signal);
  }
}

/** The first Ctrl-C asks to stop, the second does not wait for it. */
function interruption(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (interrupted.signal.aborted) process.exit(ExitCode.Interrupted);
      interrupted.abort();
      process.stderr.write('\nStopping …\n');
    });
  }
  return interrupted.signal;
}

async function start(args: readonly string[]): Promise<ExitCode> {
  const signal = interruption();
  let command: Command | null = null;
  try {
    command = parseCommandLine(args);
    return await main(command, { out: process.stdout, err: process.stderr }, signal);
  } catch (error) {
    if (signal.aborted) {
      const isRun = command?.name === 'run';
      if (isRun) process.stderr.write('Interrupted. The same command goes on where it stopped.\n');
      return ExitCode.Interrupted;
    }
    process.stderr.write(`${explainError(error, command) ?? String((error as Error).stack)}\n`);
    return ExitCode.Failed;
  }
}

// The exit code if the process ends before the command does: that is no success, whatever the reason.
process.exitCode = ExitCode.Failed;
const unwritten = outliveReaders();
void start(process.argv.slice(2)).then(async code => {
  const error = await unwritten();
  if (error) process.stderr.write(`${explainError(error) ?? error.message}\n`);
  process.exit(error ? ExitCode.Failed : code);
});
