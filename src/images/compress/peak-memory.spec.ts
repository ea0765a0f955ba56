import { animation, picture } from '../../../test/factories/images';
import type { CompressionOptions } from '../../requests';
import { inspectImage } from './inspect-image';
import { peakMemoryBytes } from './peak-memory';

const estimate = async (input: Buffer, options: Partial<CompressionOptions> = {}) =>
  peakMemoryBytes(await inspectImage(input, { maxPixels: 1e6, maxFrames: 100 }), {
    ...{ quality: 50, format: 'keep', effort: 'balanced', maxWidth: null, maxHeight: null },
    ...options,
  });

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

  it('counts every frame', async () => {
    const [three, six] = [await animation('gif', { frames: 3 }), await animation('gif', { frames: 6 })];
    expect((await estimate(six)) - (await estimate(three))).toBe(3 * 40 * 30 * 7);
  });

  it('knows that little is written of what is shrunk', async () => {
    const input = await picture(500, 400).jpeg().toBuffer();
    expect(await estimate(input, { maxWidth: 50 })).toBeLessThan(await estimate(input));
  });
});
