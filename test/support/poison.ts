import { picture } from '../factories/images';

/** What `poisonous-sharp.js` looks for, in a comment of a JPEG. */
const POISON = 'poison-that-kills-the-process';

/** A picture that is like any other, but for who preloaded `poisonous-sharp.js`. */
export async function poisonous(): Promise<Buffer> {
  const jpeg = await picture().jpeg().toBuffer();
  const comment = Buffer.from(POISON);
  const segment = Buffer.from([0xff, 0xfe, 0, comment.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), segment, comment, jpeg.subarray(2)]);
}
