/**
 * A program that does nothing but run the embedded servers on the data directory in its first argument, as the
 * service does: what is killed in `embedded.e2e.ts`. Prints one line of JSON once they run.
 */
import { lockDataDir, startEmbedded, type EmbeddedServers } from '../../src/embedded';

async function main(dataDir: string): Promise<void> {
  const unlock = await lockDataDir(dataDir);
  const begun = performance.now();
  const starting = startEmbedded({ dataDir, postgres: true, redis: true, log: console.error });
  process.once(
    'SIGTERM',
    () =>
      void stop(starting)
        .then(unlock)
        .then(() => process.exit(0)),
  );
  // Catches Ctrl-C and goes on: the servers must not have noticed it.
  process.on('SIGINT', () => console.log('interrupted'));
  const servers = await starting;
  console.log(JSON.stringify({ ...servers, startMs: performance.now() - begun }));
  setInterval(() => undefined, 1_000);
}

async function stop(starting: Promise<EmbeddedServers>): Promise<void> {
  await (await starting).stop();
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(String(error));
  process.exit(1);
});
