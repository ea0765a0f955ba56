import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { animation, picture, withCodePoints } from '../../../test/factories/images';
import { USUAL_OPTIONS } from '../../../test/support/compressing';
import type { CompressionOptions } from '../../requests';
import { compressImage } from './compress-image';
import { inspectImage } from './inspect-image';
import { peakMemoryBytes } from './peak-memory';

const complete = (options: Partial<CompressionOptions>) => ({ ...USUAL_OPTIONS, ...options });
const headerOf = (input: Buffer) => inspectImage(input, { maxPixels: 1e7, maxFrames: 100 });

const estimate = async (input: Buffer, options: Partial<CompressionOptions> = {}) =>
  peakMemoryBytes(await headerOf(input), complete(options));

/** The most memory, in bytes, that this process takes more than now while it does something. */
async function memoryFor(work: () => Promise<unknown>): Promise<number> {
  const highest = () => Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1_024;
  writeFileSync('/proc/self/clear_refs', '5');
  const before = highest();
  await work();
  return highest() - before;
}

describe('peakMemoryBytes', () => {
  it('grows with what has to be held at once', async () => {
    const plain = await estimate(await picture(500, 400).jpeg().toBuffer());
    const progressive = await estimate(await picture(500, 400).jpeg({ progressive: true }).toBuffer());
    const turned = await estimate(await picture(500, 400).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    const toAvif = await estimate(await picture(500, 400).jpeg().toBuffer(), { format: 'avif' });
    expect(plain).toBeLessThan(progressive);
    expect(plain).toBeLessThan(turned);
    expect(progressive).toBeLessThan(toAvif);
  });

  it('knows that Display P3 by code points is turned in 16 bits', async () => {
    const turned = picture(500, 400).withMetadata({ orientation: 6 }).withIccProfile('p3');
    const withProfile = await turned.png().toBuffer();
    const coded = withCodePoints(withProfile, 12, 13);
    expect((await estimate(coded)) - (await estimate(withProfile))).toBe(4 * 500 * 400);
  });

  it('counts every frame', async () => {
    const [three, six] = [await animation('gif', { frames: 3 }), await animation('gif', { frames: 6 })];
    expect((await estimate(six)) - (await estimate(three))).toBe(3 * 40 * 30 * 7);
  });

  it('knows that little is written of what is shrunk', async () => {
    const input = await picture(500, 400).jpeg().toBuffer();
    expect(await estimate(input, { maxWidth: 50 })).toBeLessThan(await estimate(input));
  });
});

const isLinux = process.platform === 'linux';
(isLinux ? describe : describe.skip)('the estimate', () => {
  const SIDE = 1_500;
  /** The process allocates beside, and glibc keeps some. */
  const NOISE = 1.4;
  const noise = { raw: { width: SIDE, height: SIDE, channels: 1 } } as const;
  const transparent = () => picture(SIDE, SIDE).joinChannel(randomBytes(SIDE * SIDE), noise);

  it.each<[string, () => Promise<Buffer>, Partial<CompressionOptions>]>([
    ['a transparent PNG to WebP', () => transparent().png().toBuffer(), { format: 'webp' }],
    ['a transparent WebP', () => transparent().webp({ effort: 0 }).toBuffer(), {}],
    ['a transparent PNG to AVIF', () => transparent().png().toBuffer(), { format: 'avif', effort: 'fast' }],
    ['a GIF', () => picture(SIDE, SIDE).gif({ effort: 1 }).toBuffer(), {}],
  ])(
    'is about what is taken, or more, for %s',
    async (_what, make, options) => {
      const input = await make();
      const header = await headerOf(input);
      const taken = await memoryFor(() => compressImage(input, header, complete(options)));
      expect(taken).toBeLessThan(NOISE * (await estimate(input, options)));
    },
    30_000,
  );
});
