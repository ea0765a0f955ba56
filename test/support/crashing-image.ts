import { join } from 'node:path';
import { picture } from '../factories/images';

/** What `crashing-sharp.js` looks for, in a comment of a JPEG. */
const MARKER = 'kills-the-process';

/** NODE_OPTIONS of a process that a crashing image kills. */
export const CRASHING_SHARP = `--require ${join(__dirname, 'crashing-sharp.js')}`;

/** A picture like any other, but that it kills a process with CRASHING_SHARP that decodes it. */
export async function crashingImage(): Promise<Buffer> {
  const jpeg = await picture().jpeg().toBuffer();
  const comment = Buffer.from(MARKER);
  const segment = Buffer.from([0xff, 0xfe, 0, comment.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), segment, comment, jpeg.subarray(2)]);
}
