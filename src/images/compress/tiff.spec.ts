import sharp from 'sharp';
import type { CompressionOptions } from '../../requests';
import { compressImage } from './compress-image';
import { inspectImage } from './inspect-image';

const defaults: CompressionOptions = {
  quality: 50,
  format: 'keep',
  effort: 'balanced',
  maxWidth: null,
  maxHeight: null,
};
const compress = async (input: Buffer, options: Partial<CompressionOptions> = {}) =>
  compressImage(input, await inspectImage(input, { maxPixels: 5e6, maxFrames: 100 }), {
    ...defaults,
    ...options,
  });

/** A vertical line, one pixel wide, on white. */
async function lineDrawing(): Promise<Buffer> {
  const [width, height] = [240, 60];
  const pixels = Buffer.alloc(width * height, 255);
  for (let y = 0; y < height; y += 1) pixels[y * width + 120] = 0;
  return sharp(pixels, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .tiff({ bitdepth: 1, compression: 'deflate', predictor: 'none' })
    .toBuffer();
}

describe('a black-and-white TIFF', () => {
  const greys = async (tiff: Buffer) => (await sharp(tiff).stats()).channels[0];

  it.each([50, 100])('that is shrunk at quality %d keeps thin lines, as grey ones', async quality => {
    const input = await lineDrawing();
    const output = await compress(input, { quality, maxWidth: 80 });
    expect(await sharp(output.data).metadata()).toMatchObject({ width: 80, bitsPerSample: 8, channels: 1 });
    const shrunk = await greys(await sharp(input).resize(80).toColourspace('b-w').png().toBuffer());
    const found = await greys(output.data);
    expect(Math.abs(found!.min - shrunk!.min)).toBeLessThanOrEqual(quality === 100 ? 0 : 12);
    expect(Math.abs(found!.mean - shrunk!.mean)).toBeLessThan(1);
  });

  it('stays one that loses nothing where its size stays', async () => {
    const input = await lineDrawing();
    const output = await compress(input);
    expect((await sharp(output.data).metadata()).bitsPerSample).toBe(1);
    expect(await sharp(output.data).raw().toBuffer()).toEqual(await sharp(input).raw().toBuffer());
  });
});

it.each([
  [65_501, 2],
  [2, 70_000],
])('of a TIFF of %d × %d pixels, too long for JPEG inside, all are kept', async (width, height) => {
  const input = await sharp({ create: { width, height, channels: 3, background: '#c83c32' } })
    .tiff({ compression: 'none' })
    .toBuffer();
  expect(await compress(input)).toMatchObject({ width, height, format: 'tiff', outcome: 'compressed' });
});
