import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import {
  animation,
  apng,
  meanDifference,
  picture,
  SECRET,
  shownPixels,
  withPrivateMetadata,
} from '../../../test/factories/images';
import { compressing } from '../../../test/support/compressing';
import { pngChunk, readPngChunks } from './png-chunks';

const compress = compressing();
const afterChunk = (png: Buffer, end: number, addition: Buffer) =>
  Buffer.concat([png.subarray(0, end), addition, png.subarray(end)]);
const IHDR_END = 33;

describe('compressImage', () => {
  it.each(['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const)(
    'makes a %s smaller and leaves it one',
    async format => {
      const input = await picture(200, 150).toFormat(format, { quality: 95, effort: 1 }).toBuffer();
      const output = await compress(input);
      expect(output).toMatchObject({ format, width: 200, height: 150 });
      expect(output.data.length).toBeLessThanOrEqual(input.length);
      const [was, is] = [await shownPixels(input), await shownPixels(output.data)];
      expect(is).toMatchObject({ width: 200, height: 150 });
      expect(meanDifference(was.data, is.data)).toBeLessThan(12);
    },
  );

  it.each(['png', 'gif'] as const)('of a %s with quality 100 loses nothing', async format => {
    const input = await sharp(randomBytes(60 * 40 * 3), { raw: { width: 60, height: 40, channels: 3 } })
      .toFormat(format, { colours: 255, dither: 1 })
      .toBuffer();
    const output = await compress(input, { quality: 100 });
    const [was, is] = [await shownPixels(input), await shownPixels(output.data)];
    expect(is.data.equals(was.data)).toBe(true);
    expect(output.data.length).toBeLessThanOrEqual(input.length);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('turns a picture with orientation %d upright', async orientation => {
    const input = await picture(80, 60).withMetadata({ orientation }).jpeg({ quality: 100 }).toBuffer();
    const output = await compress(input);
    const [was, is] = [await shownPixels(input), await shownPixels(output.data)];
    expect(output).toMatchObject({ width: was.width, height: was.height, outcome: 'compressed' });
    expect((await sharp(output.data).metadata()).orientation ?? 1).toBe(1);
    expect(meanDifference(was.data, is.data)).toBeLessThan(8);
  });

  it.each(['jpeg', 'png', 'webp', 'avif', 'tiff'] as const)(
    'removes private metadata from a %s',
    async format => {
      const input = await withPrivateMetadata(picture(200, 150))
        .toFormat(format, { quality: 95, effort: 1 })
        .toBuffer();
      expect(input.includes(SECRET)).toBe(true);
      expect((await compress(input)).data.includes(SECRET)).toBe(false);
      expect((await compress(input, { format: 'webp' })).data.includes(SECRET)).toBe(false);
    },
  );

  it('gives the same bytes for the same input and options', async () => {
    const input = await picture(200, 150, 4).png().toBuffer();
    for (const format of ['keep', 'jpeg', 'webp', 'avif'] as const) {
      expect((await compress(input, { format })).data).toEqual((await compress(input, { format })).data);
    }
  });
});

describe('an animation', () => {
  const facts = { pages: 3, loop: 4, delay: [50, 100, 150] };

  it.each([
    ['gif', 'keep', 'gif'],
    ['webp', 'keep', 'webp'],
    ['gif', 'webp', 'webp'],
    ['gif', 'jpeg', 'gif'],
    ['gif', 'avif', 'gif'],
    ['webp', 'png', 'webp'],
  ] as const)('of %s asked as %s stays one, as %s', async (source, format, expected) => {
    const output = await compress(await animation(source), { format });
    expect(output).toMatchObject({ format: expected, width: 40, height: 30 });
    expect(await sharp(output.data).metadata()).toMatchObject({ format: expected, ...facts });
  });

  it.each(['gif', 'webp'] as const)('of %s shrinks frame by frame', async source => {
    const output = await compress(await animation(source), { maxWidth: 20 });
    expect(output).toMatchObject({ width: 20, height: 15, outcome: 'compressed' });
    expect(await sharp(output.data, { animated: true }).metadata()).toMatchObject({
      ...facts,
      pageHeight: 15,
    });
  });

  it('of PNG keeps all frames, without private text', async () => {
    const animated = await apng();
    const input = afterChunk(animated, IHDR_END, pngChunk('tEXt', Buffer.from(SECRET)));
    for (const format of ['keep', 'webp'] as const) {
      const output = await compress(input, { format, maxWidth: 10 });
      expect(output).toMatchObject({ format: 'png', outcome: 'kept_original', width: 64, data: animated });
    }
  });

  it('of one frame, whose PNG has another picture for what cannot animate, is kept as it is', async () => {
    const animated = await apng();
    const chunks = readPngChunks(animated)!;
    const firstControl = chunks.findIndex(({ type }) => type === 'fcTL');
    const input = Buffer.concat([
      animated.subarray(0, 8),
      ...chunks.filter((_, index) => index !== firstControl).map(({ whole }) => whole),
    ]);
    for (const format of ['keep', 'webp'] as const) {
      const output = await compress(input, { format, maxWidth: 10 });
      expect(output).toMatchObject({ format: 'png', outcome: 'kept_original', width: 64, data: input });
    }
  });

  it('keeps the pages of a TIFF, and becomes the first page elsewhere', async () => {
    const pages = await Promise.all([1, 2].map(() => picture().png().toBuffer()));
    const tiff = await sharp(pages, { join: { animated: true } })
      .tiff()
      .toBuffer();
    expect((await sharp((await compress(tiff)).data).metadata()).pages).toBe(2);
    const webp = await compress(tiff, { format: 'webp' });
    expect(await sharp(webp.data).metadata()).toMatchObject({ width: 64, height: 48 });
    expect((await sharp(webp.data).metadata()).pages ?? 1).toBe(1);
  });
});

/** A TIFF whose second page is half as large: a preview of the first. */
async function tiffWithPreview(): Promise<Buffer> {
  const [first, second] = await Promise.all(
    [64, 32].map(width => picture(width, 48).tiff({ compression: 'none' }).toBuffer()),
  );
  const tiff = Buffer.concat([first!, second!]);
  const shift = first!.length;
  const directory = (at: number) => {
    const [start, entries] = [at + 2, tiff.readUInt16LE(at)];
    return {
      end: start + 12 * entries,
      places: Array.from({ length: entries }, (_, entry) => start + 12 * entry),
    };
  };
  const begin = shift + second!.readUInt32LE(4);
  tiff.writeUInt32LE(begin, directory(first!.readUInt32LE(4)).end);
  const moved = (at: number) => tiff.writeUInt32LE(tiff.readUInt32LE(at) + shift, at);
  for (const place of directory(begin).places) {
    const [tag, type, count] = [
      tiff.readUInt16LE(place),
      tiff.readUInt16LE(place + 2),
      tiff.readUInt32LE(place + 4),
    ];
    const bytes = count * ({ 3: 2, 4: 4, 5: 8, 12: 8 }[type] ?? 1);
    const STRIP_OFFSETS = 273;
    if (bytes > 4) moved(place + 8);
    if (tag !== STRIP_OFFSETS) continue;
    if (bytes <= 4) moved(place + 8);
    else for (let strip = 0; strip < count; strip++) moved(tiff.readUInt32LE(place + 8) + 4 * strip);
  }
  return tiff;
}

it('of a TIFF whose pages differ the first page is the picture', async () => {
  const input = await tiffWithPreview();
  expect((await sharp(input).metadata()).pages).toBe(2);
  for (const format of ['keep', 'webp'] as const)
    expect(await compress(input, { format })).toMatchObject({ width: 64, height: 48, outcome: 'compressed' });
});

describe('keeping the original', () => {
  it.each(['jpeg', 'webp', 'avif'] as const)(
    'happens where a %s would grow: pixels untouched, metadata gone',
    async format => {
      const image = withPrivateMetadata(picture(300, 200).withIccProfile('p3'), format === 'avif' ? 1 : 6);
      const input = await image.toFormat(format, { quality: 5, effort: 6 }).toBuffer();
      const output = await compress(input, { quality: 90 });
      expect(output.outcome).toBe('kept_original');
      expect(output.data.length).toBeLessThanOrEqual(input.length);
      expect(output.data.includes(SECRET)).toBe(false);
      // Not toEqual: the report of a difference would take minutes.
      expect((await shownPixels(output.data)).data.equals((await shownPixels(input)).data)).toBe(true);
      expect((await sharp(output.data).metadata()).hasProfile).toBe(true);
    },
  );

  it('also happens where the format that it has is asked for by name', async () => {
    const input = await picture().jpeg({ quality: 5 }).toBuffer();
    expect((await compress(input, { format: 'jpeg', quality: 90 })).outcome).toBe('kept_original');
  });

  it('does not happen to a conversion or to what is shrunk', async () => {
    const input = await picture().jpeg({ quality: 5 }).toBuffer();
    const converted = await compress(input, { format: 'png', quality: 100 });
    expect(converted).toMatchObject({ format: 'png', outcome: 'compressed' });
    expect(converted.data.length).toBeGreaterThan(input.length);
    expect(await compress(input, { quality: 100, maxWidth: 60 })).toMatchObject({
      width: 60,
      outcome: 'compressed',
    });
  });
});

describe('the frame to fit into', () => {
  it('counts for the picture as displayed, and never enlarges', async () => {
    const input = await picture(80, 40).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await compress(input, { maxHeight: 40 })).toMatchObject({ width: 20, height: 40 });
    expect(await compress(input, { maxWidth: 400 })).toMatchObject({ width: 40, height: 80 });
  });

  it('is refused by name where the format cannot hold a side that long', async () => {
    const long = await sharp({ create: { width: 17_000, height: 2, channels: 3, background: '#888' } })
      .png()
      .toBuffer();
    await expect(compress(long, { format: 'webp' })).rejects.toMatchObject({ code: 'too_many_pixels' });
    expect(await compress(long, { format: 'webp', maxWidth: 16_000 })).toMatchObject({ width: 16_000 });
  });

  it('is so for a JPEG from 65,501 pixels on, where libjpeg ends', async () => {
    const become = async (width: number) =>
      compress(
        await sharp({ create: { width, height: 2, channels: 3, background: '#888' } })
          .png()
          .toBuffer(),
        { format: 'jpeg' },
      );
    expect(await become(65_500)).toMatchObject({ width: 65_500, format: 'jpeg' });
    await expect(become(65_501)).rejects.toMatchObject({ code: 'too_many_pixels' });
  });
});
