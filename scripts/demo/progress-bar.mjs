import { setTimeout as delay } from 'node:timers/promises';

const LOOK_MS = 250;
const WIDTH = 40;
const FINISHED = ['completed', 'failed', 'cancelled'];

/** Shows how far a request is until it has finished: a bar in a terminal, else a line a second at most. */
export async function followRequest(readStatus) {
  const show = process.stdout.isTTY ? drawBar : lineWriter();
  for (;;) {
    const status = await readStatus();
    const finished = FINISHED.includes(status.status);
    show(status, finished);
    if (finished) return status;
    await delay(LOOK_MS);
  }
}

function drawBar(status, finished) {
  const filled = Math.round(status.progress * WIDTH);
  const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
  process.stdout.write(`\r  ${bar} ${describe(status)}\x1b[K${finished ? '\n' : ''}`);
}

function lineWriter() {
  let lastAt = 0;
  return (status, finished) => {
    if (!finished && Date.now() - lastAt < 1_000) return;
    lastAt = Date.now();
    console.log(`  ${describe(status)}`);
  };
}

function describe({ status, progress, image_counts: { total, pending, processing } }) {
  return `${String(Math.floor(progress * 100)).padStart(3)} %  ${total - pending - processing} of ${total} images, ${status}`;
}
