import type { RequestStatusDto } from '../requests';

const WIDTH = 30;

/** The least time between two lines where there is no terminal. */
const LINE_EVERY_MS = 5_000;

/** The stream that shows the progress. */
export interface Terminal {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** Shows one status after the other: a bar that moves in a terminal, else a line now and then. */
export function progressOn(terminal: Terminal): (status: RequestStatusDto) => void {
  return terminal.isTTY ? bar(terminal) : lines(terminal);
}

/** Says between two statuses why nothing happens for so many milliseconds. */
export function waitingOn(terminal: Terminal): (reason: Error, ms: number) => void {
  // In a terminal it takes the place of the bar, which is drawn anew below it.
  const [from, to] = terminal.isTTY ? ['\r', '\x1b[K\n'] : ['', '\n'];
  return ({ message }, ms) =>
    terminal.write(`${from}${message.replace(/\.?$/, '.')} Trying again in ${duration(ms / 1_000)}.${to}`);
}

function bar(terminal: Terminal) {
  return (status: RequestStatusDto) => {
    const filled = Math.round(status.progress * WIDTH);
    const drawn = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${describe(status)}`;
    // A line that is too long would go on in the next one, which nobody takes back. A terminal of no size has 0.
    const line = drawn.slice(0, (terminal.columns || 80) - 1);
    terminal.write(`\r${line}\x1b[K${status.completed_at === null ? '' : '\n'}`);
  };
}

function lines(terminal: Terminal) {
  let lastAt = 0;
  return (status: RequestStatusDto) => {
    if (status.completed_at === null && Date.now() - lastAt < LINE_EVERY_MS) return;
    lastAt = Date.now();
    terminal.write(`${describe(status)}\n`);
  };
}

/** `62 %, 310 of 500 images, 3 failed, about 12 s left`. */
export function describe({ progress, image_counts, waiting, eta_seconds }: RequestStatusDto): string {
  const { total, completed, failed, cancelled } = image_counts;
  return [
    `${Math.floor(progress * 100)} %`,
    `${completed + failed + cancelled} of ${total} images`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(eta_seconds ? [`about ${duration(eta_seconds)} left`] : []),
    ...waiting.map(({ host }) => `${host} asked to wait`),
  ].join(', ');
}

function duration(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}
