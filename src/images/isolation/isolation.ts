import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { ImageFailure } from '../image-failure';
import type { ChildAnswer, Results, Task } from './messages';

/** A child that has not answered within this time hangs, or slows the whole machine down. */
const TIMEOUT_MS = 180_000;

/**
 * The number of deaths until the picture is held to be the cause: a child may also be killed because the machine is
 * short of memory.
 */
const TRIES = 3;

/**
 * Works on a picture in a child process of its own: for pictures that were in work when a worker died, and where a
 * death would affect more than pictures. Only the death of this child, which works on nothing else, proves something
 * about the picture.
 */
@Injectable()
export class Isolation {
  /**
   * Does a task in a child, which is killed when `signal` aborts.
   * @throws ImageFailure, `processing_crashed` when every child died of it
   */
  async run<Kind extends Task['kind']>(
    task: Extract<Task, { kind: Kind }>,
    signal?: AbortSignal,
  ): Promise<Results[Kind]> {
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      signal?.throwIfAborted();
      const answer = await askChild<Results[Kind]>(task, signal);
      switch (answer?.kind) {
        case 'done':
          return answer.result;
        case 'failed':
          throw new ImageFailure(answer.code, answer.message);
        case 'unexpected':
          throw new Error(answer.message);
        case undefined:
          continue;
      }
    }
    signal?.throwIfAborted();
    throw new ImageFailure('processing_crashed', `Processing crashed ${TRIES} times.`);
  }
}

/** @returns undefined when the child died or hung */
async function askChild<Result>(task: Task, signal?: AbortSignal): Promise<ChildAnswer<Result> | undefined> {
  // The serialization 'advanced' sends buffers without turning them into JSON.
  const child = fork(join(__dirname, 'image-child'), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const kill = () => void child.kill('SIGKILL');
  const timer = setTimeout(kill, TIMEOUT_MS);
  signal?.addEventListener('abort', kill, { once: true });
  try {
    return await answerOf<Result>(child, task);
  } finally {
    signal?.removeEventListener('abort', kill);
    clearTimeout(timer);
    kill();
  }
}

function answerOf<Result>(child: ChildProcess, task: Task): Promise<ChildAnswer<Result> | undefined> {
  return new Promise(resolve => {
    child.once('message', (answer: ChildAnswer<Result>) => resolve(answer));
    child.once('exit', () => resolve(undefined));
    child.once('error', () => resolve(undefined));
    // If the child dies while it reads the task, its exit is the answer.
    child.send(task, () => undefined);
  });
}
