import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { CompressedImage } from '../compress';
import { ImageFailure } from '../image-failure';
import type { Answer, Task } from './messages';

/** A picture that has not answered by now takes the whole machine down with it, or hangs. */
const TIMEOUT_MS = 180_000;

/** Deaths until the picture is held to be the cause: a child may also be killed by whoever is short of memory. */
const TRIES = 3;

/**
 * Compresses a picture in a child process of its own, for pictures that were in work when a worker died. Only
 * the death of this child, where nothing else is in work, says something of the picture.
 */
@Injectable()
export class IsolatedCompressor {
  /** @throws ImageFailure, `processing_crashed` when every child died of it */
  async compress(task: Task): Promise<CompressedImage> {
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const answer = await askChild(task);
      switch (answer?.kind) {
        case 'done':
          return { ...answer.image, data: Buffer.from(answer.image.data) };
        case 'failed':
          throw new ImageFailure(answer.code, answer.message);
        case 'unexpected':
          throw new Error(answer.message);
        case undefined:
          continue;
      }
    }
    throw new ImageFailure('processing_crashed', `Processing crashed ${TRIES} times.`);
  }
}

/** @returns undefined when the child died or hung */
async function askChild(task: Task): Promise<Answer | undefined> {
  // 'advanced' hands buffers over as such.
  const child = fork(join(__dirname, 'compress-child'), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
  try {
    return await answerOf(child, task);
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
  }
}

function answerOf(child: ChildProcess, task: Task): Promise<Answer | undefined> {
  return new Promise(resolve => {
    child.once('message', (answer: Answer) => resolve(answer));
    child.once('exit', () => resolve(undefined));
    child.once('error', () => resolve(undefined));
    // A child that dies while it reads the task is told by its exit.
    child.send(task, () => undefined);
  });
}
