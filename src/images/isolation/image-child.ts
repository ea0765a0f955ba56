import { writeFileSync } from 'node:fs';
import { checkImage, compressImage, inspectImage, previewImage } from '../compress';
import { ImageFailure } from '../image-failure';
import type { ChildAnswer, Results, Task } from './messages';

/** Does one task. This file is the program of a child, which ends after it. */
async function answer(task: Task): Promise<ChildAnswer> {
  try {
    return { kind: 'done', result: await resultOf(task) };
  } catch (error) {
    if (error instanceof ImageFailure) return { kind: 'failed', code: error.code, message: error.message };
    return { kind: 'unexpected', message: String(error) };
  }
}

async function resultOf(task: Task): Promise<Results[Task['kind']]> {
  const { body: input, limits } = task;
  const header = await inspectImage(input, limits);
  switch (task.kind) {
    case 'compress':
      return compressImage(input, header, task.options);
    case 'check':
      return checkImage(input, header);
    case 'preview':
      return previewImage(input, header, task);
  }
}

/** Makes Linux end this process, and not the service, when memory is short. */
function dieFirst(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // On another system it is a matter of luck.
  }
}

dieFirst();
process.once('message', (task: Task) => {
  void answer(task).then(result => process.send?.(result, () => process.disconnect()));
});
// The parent is gone: nobody waits for the answer.
process.once('disconnect', () => process.exit());
