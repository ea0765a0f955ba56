import { limitHeapGrowth } from './heap-growth';
import { sizeThreadPool } from './thread-pool.settings';

// Before anything uses the pool: libuv reads its size once.
sizeThreadPool();
limitHeapGrowth();

import { ForeseenError } from './common/foreseen-error';
import { startProgram } from './program';

async function main(): Promise<void> {
  let stopping = false;
  const program = startProgram();
  const stop = () => {
    // Whoever asks twice does not want to wait.
    if (stopping) process.exit(1);
    stopping = true;
    void program.then(running => running.stop()).then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const { url } = await program;
  process.stderr.write(`Darkroom serves on ${url}\n`);
}

function fail(error: unknown): never {
  const told = error instanceof ForeseenError ? error.message : String((error as Error)?.stack ?? error);
  process.stderr.write(`${told}\n`);
  process.exit(1);
}

main().catch(fail);
