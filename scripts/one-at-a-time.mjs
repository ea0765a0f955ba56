import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder, say } from './run.mjs';

/** Holds the id of the process that changes what all of them run from. */
const LOCK = join(projectFolder, '.setup.lock');
const LOOK_EVERY_MS = 200;
/** Nothing takes so long: then the id is that of another process by now. */
const LONGEST_MS = 30 * 60_000;

/**
 * Does what is needed while no other command does such a thing, and not again what that has done meanwhile. Two builds
 * delete each other's files, and one of them takes what is left for a good one.
 */
export function oneAtATime(isNeeded, work) {
  if (!isNeeded()) return;
  take();
  process.once('exit', release);
  if (isNeeded()) work();
  process.off('exit', release);
  release();
}

function take() {
  for (let looks = 0; !isTaken(); looks++) {
    if (looks === 0) say('Waiting for another command that installs or builds …');
    if (isLeftBehind()) release();
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_EVERY_MS);
  }
}

function isTaken() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Whether the process that took it ended without giving it back, as by a Ctrl-C. */
function isLeftBehind() {
  const takenAt = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs;
  if (takenAt === undefined) return false;
  if (Date.now() - takenAt > LONGEST_MS) return true;
  try {
    const pid = Number(readFileSync(LOCK, 'utf8'));
    // It is written a moment after it is made.
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function release() {
  rmSync(LOCK, { force: true });
}
