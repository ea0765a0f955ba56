import { writeFileSync } from 'node:fs';
import { checkImage, compressImage, inspectImage } from '../compress';
import { ImageFailure } from '../image-failure';
import type { Answer, Task } from './messages';

/** The program of a child: compresses or checks one image and ends. */
async function answer({ body, options, limits }: Task): Promise<Answer> {
  try {
    const input = Buffer.from(body);
    const header = await inspectImage(input, limits);
    const image = await (options ? compressImage(input, header, options) : checkImage(input, header));
    return { kind: 'done', image };
  } catch (error) {
    if (error instanceof ImageFailure) return { kind: 'failed', code: error.code, message: error.message };
    return { kind: 'unexpected', message: String(error) };
  }
}

/** Where memory is short, Linux ends this process and not the worker. */
function dieFirst(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Another system: there it is a matter of luck.
  }
}

dieFirst();
process.once('message', (task: Task) => {
  void answer(task).then(result => process.send?.(result, () => process.disconnect()));
});
// Its parent is gone: nobody waits for the answer.
process.once('disconnect', () => process.exit());
