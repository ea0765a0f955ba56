/**
 * A program that compresses damaged pictures for so many milliseconds, from a seed: what `fuzz.security.ts` runs
 * apart, as damage may end the process. Prints a line of JSON for each picture it begins, and `done` at the end.
 */
import { compressImage, inspectImage } from '../../src/images/compress';
import { ImageFailure } from '../../src/images/image-failure';
import { samples } from '../factories/images';
import { SeededRandom } from './random';

const LIMITS = { maxPixels: 1_000_000, maxFrames: 100 };
const FORMATS = ['keep', 'webp', 'png'] as const;

async function main(seed: number, forMs: number): Promise<void> {
  const random = new SeededRandom(seed);
  const pictures = await Promise.all(
    Object.entries(samples).map(async ([name, make]) => [name, await make()] as const),
  );
  const endAt = performance.now() + forMs;
  for (let round = 0; performance.now() < endAt; round++) {
    const [name, picture] = pictures[round % pictures.length]!;
    const damaged = mutate(picture, pictures[Math.floor(random.next() * pictures.length)]![1], random);
    const format = FORMATS[Math.floor(random.next() * FORMATS.length)]!;
    const begun = performance.now();
    process.stdout.write(`${JSON.stringify({ round, name, format })}\n`);
    const end = await compress(damaged, format);
    process.stdout.write(`${JSON.stringify({ round, end, ms: Math.round(performance.now() - begun) })}\n`);
  }
  process.stdout.write('done\n');
}

async function compress(input: Buffer, format: (typeof FORMATS)[number]): Promise<string> {
  try {
    const options = { quality: 50, format, effort: 'fast', maxWidth: null, maxHeight: null } as const;
    return (await compressImage(input, await inspectImage(input, LIMITS), options)).outcome;
  } catch (error) {
    return error instanceof ImageFailure ? error.code : `unexpected: ${String(error)}`;
  }
}

/** One to eight of: flipped bytes, extreme numbers, cuts, repeats, and pieces of another picture. */
function mutate(picture: Buffer, other: Buffer, random: SeededRandom): Buffer {
  let bytes = Buffer.from(picture);
  const place = (length: number) => Math.floor(random.next() ** 2 * length);
  for (let times = Math.ceil(random.next() * 8); times > 0; times--) {
    const [at, size] = [place(bytes.length), 1 + Math.floor(random.next() * 64)];
    const kind = random.next();
    if (kind < 0.5) bytes[at] = Math.floor(random.next() * 256);
    else if (kind < 0.7)
      bytes.fill(random.next() < 0.5 ? 0xff : 0x00, at, Math.min(bytes.length, at + (size % 8)));
    else if (kind < 0.8) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + size)]);
    else if (kind < 0.9) bytes = Buffer.concat([bytes.subarray(0, at + size), bytes.subarray(at)]);
    else
      bytes = Buffer.concat([
        bytes.subarray(0, at),
        other.subarray(place(other.length)).subarray(0, size),
        bytes.subarray(at),
      ]);
  }
  return bytes;
}

void main(Number(process.argv[2]), Number(process.argv[3]));
