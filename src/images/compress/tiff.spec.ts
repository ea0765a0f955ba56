import sharp from 'sharp';
import { compressing } from '../../../test/support/compressing';

const compress = compressing();

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

const UNSIGNED = 1;
const SIGNED = 2;
const FLOAT = 3;
const GREY = 1;
const RGB = 2;
const CMYK = 5;

const CIELAB = 8;
const COLOUR_FILTERS = 32_803;
const UNPACKED = 1;

interface TiffKind {
  sampleFormat: number;
  photometric: number;
  compression?: number;
  profile?: Buffer;
}

/**
 * A TIFF of 8 × 8 pixels that are all alike. `pixel` holds one sample a channel, as in the file; `compression` is what
 * the file says of itself, and the pixels are not packed.
 */
function flatTiff(
  pixel: Buffer[],
  { sampleFormat, photometric, compression = UNPACKED, profile }: TiffKind,
): Buffer {
  const [BYTE, SHORT, LONG] = [1, 3, 4];
  const channels = pixel.length;
  const bits = (pixel[0]?.length ?? 0) * 8;
  const strip = Buffer.concat(Array.from({ length: 64 }, () => Buffer.concat(pixel)));
  const shorts = (value: number) => Buffer.from(Uint16Array.from({ length: channels }, () => value).buffer);
  const tails = [shorts(bits), shorts(sampleFormat), strip, profile ?? Buffer.alloc(0)];
  const entries = profile ? 11 : 10;
  const at = (tail: number) =>
    8 + 2 + 12 * entries + 4 + tails.slice(0, tail).reduce((sum, { length }) => sum + length, 0);
  const perChannel = (tag: number, value: number, tail: number) =>
    [tag, SHORT, channels, channels > 2 ? at(tail) : value] as const;
  const directory = [
    [256, SHORT, 1, 8],
    [257, SHORT, 1, 8],
    perChannel(258, bits, 0),
    [259, SHORT, 1, compression],
    [262, SHORT, 1, photometric],
    [273, LONG, 1, at(2)],
    [277, SHORT, 1, channels],
    [278, SHORT, 1, 8],
    [279, LONG, 1, strip.length],
    perChannel(339, sampleFormat, 1),
    [34_675, BYTE, profile?.length ?? 0, at(3)],
  ] as const;
  const head = Buffer.alloc(8 + 2 + 12 * entries + 4);
  head.write('II*\0\x08', 'latin1');
  head.writeUInt16LE(entries, 8);
  directory.slice(0, entries).forEach(([tag, type, count, value], index) => {
    head.writeUInt16LE(tag, 10 + 12 * index);
    head.writeUInt16LE(type, 12 + 12 * index);
    head.writeUInt32LE(count, 14 + 12 * index);
    head.writeUInt32LE(value, 18 + 12 * index);
  });
  return Buffer.concat([head, ...tails]);
}

const floats = (...values: number[]) => values.map(value => Buffer.from(Float32Array.of(value).buffer));
const wholes = (bytes: number, ...values: number[]) =>
  values.map(value => {
    const sample = Buffer.alloc(bytes);
    sample.writeUIntLE(value, 0, bytes);
    return sample;
  });

describe('a TIFF in unusual numbers', () => {
  it.each([
    ['grey floats', floats(0.2), FLOAT, GREY],
    ['CMYK floats', floats(0.1, 0.2, 0.3, 0.4), FLOAT, CMYK],
    ['grey numbers of 32 bits', wholes(4, 0x3333_3333), UNSIGNED, GREY],
    ['signed numbers of 16 bits', wholes(2, 0x3333), SIGNED, GREY],
    ['signed numbers of 8 bits', wholes(1, 0x33), SIGNED, GREY],
  ])('is refused, never made black or white: %s', async (_, pixel, sampleFormat, photometric) => {
    const input = flatTiff(pixel, { sampleFormat, photometric });
    await expect(compress(input)).rejects.toMatchObject({ code: 'unsupported_format' });
  });

  it('is refused, never made black or white: RGB floats with a profile', async () => {
    const labelled = await sharp(await lineDrawing())
      .withIccProfile('p3')
      .png()
      .toBuffer();
    const { icc: profile } = await sharp(labelled).metadata();
    const input = flatTiff(floats(0.5, 0.2, 0.05), { sampleFormat: FLOAT, photometric: RGB, profile });
    expect((await sharp(input).metadata()).hasProfile).toBe(true);
    await expect(compress(input)).rejects.toMatchObject({ code: 'unsupported_format' });
  });

  it.each([
    ['RGB floats, which are linear light', floats(0.5, 0.2, 0.05), FLOAT, RGB, [188, 124, 63]],
    ['grey numbers of 16 bits', wholes(2, 0x3333), UNSIGNED, GREY, [51, 51, 51]],
  ])('comes out right: %s', async (_, pixel, sampleFormat, photometric, shown) => {
    const input = flatTiff(pixel, { sampleFormat, photometric });
    for (const options of [{ quality: 100 }, { format: 'png', quality: 100, maxWidth: 4 }] as const) {
      const { data } = await compress(input, options);
      expect([...(await sharp(data).toColourspace('srgb').raw().toBuffer()).subarray(0, 3)]).toEqual(shown);
    }
  });
});

describe('a TIFF of a kind that libvips does not read', () => {
  const colour = wholes(1, 128, 10, 20);
  const [ZSTD, LZMA, JPEG_XL] = [50_000, 34_925, 50_002];

  it.each([
    ['Zstandard', { photometric: RGB, compression: ZSTD }],
    ['LZMA', { photometric: RGB, compression: LZMA }],
    ['JPEG XL', { photometric: RGB, compression: JPEG_XL }],
    ['CIELab of 8 bits', { photometric: CIELAB }],
  ])('is called unsupported, not damaged: %s', async (_, kind) => {
    const input = flatTiff(colour, { sampleFormat: UNSIGNED, ...kind });
    await expect(compress(input)).rejects.toMatchObject({ code: 'unsupported_format' });
  });

  it.each([
    ['colour filters of a camera', wholes(2, 4_000), UNSIGNED, COLOUR_FILTERS],
    ['doubles', [Buffer.alloc(8)], FLOAT, GREY],
  ])('is called unsupported, not damaged: %s', async (_, pixel, sampleFormat, photometric) => {
    const input = flatTiff(pixel, { sampleFormat, photometric });
    await expect(compress(input)).rejects.toMatchObject({ code: 'unsupported_format' });
  });
});
