import { Agent, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** As a browser or a client library has it: connections are kept. */
const agent = new Agent({ keepAlive: true });

/** Asks once after the other. @returns how long each answer took, in ms */
export async function askOneByOne(url: string, count: number): Promise<number[]> {
  const latencies: number[] = [];
  for (let n = 0; n < count; n++) {
    const begun = performance.now();
    await answer(url);
    latencies.push(performance.now() - begun);
  }
  return latencies;
}

/**
 * Asks at a steady rate until it is over, without waiting for answers: a slow one does not hide those behind it.
 *
 * @returns how long each answer took from when it was to be asked for, in ms
 */
export async function askSteadily(url: string, aSecond: number, isOver: () => boolean): Promise<number[]> {
  const begun = performance.now();
  const asked: Promise<number>[] = [];
  while (!isOver()) {
    const due = begun + (asked.length * 1_000) / aSecond;
    const early = due - performance.now();
    if (early > 0) await delay(early);
    asked.push(answer(url).then(() => performance.now() - due));
  }
  return Promise.all(asked);
}

/** All of it. @throws unless it is a 200 */
function answer(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, response => {
      if (response.statusCode === 200) response.resume().once('end', resolve);
      else reject(new Error(`${url} answered ${response.statusCode}`));
    }).once('error', reject);
  });
}
