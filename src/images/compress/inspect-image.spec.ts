import sharp from 'sharp';
import { animation, picture, samples } from '../../../test/factories/images';
import { inspectImage } from './inspect-image';
import { pngChunk } from './png-chunks';

const limits = { maxPixels: 1_000_000, maxFrames: 10 };
const inspect = (input: Buffer, overrides = {}) => inspectImage(input, { ...limits, ...overrides });

describe('inspectImage', () => {
  it.each(Object.entries(samples))('reads the size of a %s', async (name, make) => {
    const isAnimated = name.startsWith('animated');
    const [width, height, frames] = isAnimated ? [40, 30, 3] : [64, 48, 1];
    const pixels = width * height * frames;
    expect(await inspect(await make())).toMatchObject({ width, height, frames, isAnimated, pixels });
  });

  it('gives the size as displayed', async () => {
    const jpeg = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await inspect(jpeg)).toMatchObject({ width: 48, height: 64, orientation: 6 });
  });

  it.each([
    ['empty_body', ''],
    ['not_an_image', '<!doctype html><html></html>'],
    ['unsupported_format', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
    ['corrupt_image', '\xff\xd8\xff\xe0garbage'],
    ['corrupt_image', '\x89PNG\r\n\x1a\ngarbage'],
    ['corrupt_image', 'GIF89a'],
    ['corrupt_image', 'RIFF\xff\xff\xff\xffWEBPVP8 '],
    ['corrupt_image', 'II*\0garbage'],
    ['corrupt_image', '\0\0\0\x18ftypavif\0\0\0\0avifmif1'],
  ])('refuses with %s: %j', async (code, content) => {
    await expect(inspect(Buffer.from(content, 'latin1'))).rejects.toMatchObject({ code });
  });

  it('counts the pixels of all frames together', async () => {
    const gif = await animation('gif');
    await expect(inspect(gif, { maxPixels: 3600 })).resolves.toMatchObject({ pixels: 3600 });
    await expect(inspect(gif, { maxPixels: 3599 })).rejects.toMatchObject({ code: 'too_many_pixels' });
  });

  it.each(['gif', 'webp'] as const)('refuses too many frames of a %s', async format => {
    const image = await animation(format);
    await expect(inspect(image, { maxFrames: 2 })).rejects.toMatchObject({ code: 'too_many_frames' });
  });

  it('believes the pages of a TIFF too', async () => {
    const pages = await Promise.all([0, 1, 2].map(() => picture().png().toBuffer()));
    const tiff = await sharp(pages, { join: { animated: true } })
      .tiff()
      .toBuffer();
    expect(await inspect(tiff)).toMatchObject({ frames: 3, isAnimated: false, pixels: 3 * 64 * 48 });
    await expect(inspect(tiff, { maxFrames: 2 })).rejects.toMatchObject({ code: 'too_many_frames' });
  });

  it('refuses a PNG that claims to be huge without decoding it', async () => {
    const png = await picture().png().toBuffer();
    const size = Buffer.from(png.subarray(16, 29));
    size.writeUInt32BE(100_000, 0);
    size.writeUInt32BE(100_000, 4);
    const liar = Buffer.concat([png.subarray(0, 8), pngChunk('IHDR', size), png.subarray(33)]);
    await expect(inspect(liar)).rejects.toMatchObject({ code: 'too_many_pixels' });
  });

  it('is not drowned by millions of empty blocks', async () => {
    const gif = await picture().gif().toBuffer();
    const empty = Buffer.from('\x21\xfe\0'.repeat(2_000_000), 'latin1');
    const hostile = Buffer.concat([gif.subarray(0, 13 + 768), empty, gif.subarray(13 + 768)]);
    await expect(inspect(hostile)).rejects.toMatchObject({ code: 'corrupt_image' });
  });
});

it('knows that a GIF with gaps would lose them', async () => {
  const gif = await picture().gif().toBuffer();
  await expect(inspect(gif)).resolves.toMatchObject({ canBeEncoded: true });
  gif.writeUInt16LE(gif.readUInt16LE(6) + 8, 6);
  await expect(inspect(gif)).resolves.toMatchObject({ canBeEncoded: false });
});
