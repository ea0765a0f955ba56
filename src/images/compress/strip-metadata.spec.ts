import sharp from 'sharp';
import {
  animation,
  picture,
  samples,
  SECRET,
  shownPixels,
  withPrivateMetadata,
} from '../../../test/factories/images';
import { IMAGE_FORMATS, type ImageFormat } from './image-format';
import { pngChunk } from './png-chunks';
import { stripMetadata } from './strip-metadata';

const TRAILING_VIDEO = Buffer.from(`\0\0\0\x18ftypmp42 ${SECRET}`.repeat(20), 'latin1');
const encode = (format: ImageFormat, orientation = 1) =>
  withPrivateMetadata(picture(), orientation).toFormat(format, { effort: 1 }).toBuffer();
const strip = (input: Buffer, format: ImageFormat, orientation = 1) => {
  const output = stripMetadata(input, format, orientation);
  if (!output) throw new Error('The structure was not understood');
  return output;
};
const insertBefore = (image: Buffer, mark: string, addition: Buffer) => {
  const at = image.indexOf(mark, 0, 'latin1');
  return Buffer.concat([image.subarray(0, at), addition, image.subarray(at)]);
};

describe.each(['jpeg', 'png', 'webp', 'avif'] as const)('stripMetadata of %s', format => {
  it('removes EXIF, XMP and what follows the end, and leaves every pixel', async () => {
    const input = Buffer.concat([await encode(format), TRAILING_VIDEO]);
    expect(input.includes(SECRET)).toBe(true);
    const output = strip(input, format);
    expect(output.includes(SECRET)).toBe(false);
    expect((await shownPixels(output, { failOn: 'warning' })).data).toEqual((await shownPixels(input)).data);
    expect((await sharp(output).metadata()).xmp?.toString().trim() ?? '').toBe('');
  });
});

describe('stripMetadata', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('keeps orientation and colour profile of a %s', async format => {
    const image = withPrivateMetadata(picture().withIccProfile('p3'), 6);
    const found = await sharp(strip(await image.toFormat(format).toBuffer(), format, 6)).metadata();
    expect(found).toMatchObject({ orientation: 6, hasProfile: true, autoOrient: { width: 48, height: 64 } });
  });

  it('removes comments, IPTC and unknown segments of a JPEG, and the preview in its JFIF header', async () => {
    const jpeg = await picture().jpeg().toBuffer();
    const segment = (marker: number, text: string) =>
      Buffer.concat([Buffer.from([0xff, marker, 0, text.length + 2]), Buffer.from(text, 'latin1')]);
    const additions = [
      segment(0xfe, SECRET),
      segment(0xed, `Photoshop 3.0\0${SECRET}`),
      segment(0xeb, SECRET),
    ];
    const jfif = segment(0xe0, 'JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01abc');
    const input = Buffer.concat([jpeg.subarray(0, 2), jfif, ...additions, jpeg.subarray(2)]);
    const output = strip(input, 'jpeg');
    expect(output.includes(SECRET)).toBe(false);
    expect(output.includes('abc')).toBe(false);
    expect((await shownPixels(output)).data).toEqual((await shownPixels(jpeg)).data);
  });

  it('removes text, time and private chunks of a PNG', async () => {
    const text = ['tEXt', 'zTXt', 'iTXt', 'tIME', 'prVt'].map(type => pngChunk(type, Buffer.from(SECRET)));
    const at = (await picture().png().toBuffer()).indexOf('IDAT') - 4;
    const png = await picture().png().toBuffer();
    const input = Buffer.concat([png.subarray(0, at), ...text, png.subarray(at)]);
    expect(strip(input, 'png')).toEqual(png);
  });

  it('removes comments and XMP of a GIF, and keeps its loop, delays and frames', async () => {
    const gif = await animation('gif');
    const comment = Buffer.from(`\x21\xfe${String.fromCharCode(SECRET.length)}${SECRET}\0`, 'latin1');
    const xmp = Buffer.from(
      `\x21\xff\x0bXMP DataXMP${String.fromCharCode(SECRET.length)}${SECRET}\0`,
      'latin1',
    );
    const input = Buffer.concat([
      insertBefore(gif, '\x21\xf9\x04', Buffer.concat([comment, xmp])),
      TRAILING_VIDEO,
    ]);
    expect(strip(input, 'gif')).toEqual(gif);
    expect(await sharp(gif).metadata()).toMatchObject({ pages: 3, loop: 4, delay: [50, 100, 150] });
  });

  it('keeps an animated WebP as it is', async () => {
    const webp = await animation('webp');
    expect(strip(webp, 'webp')).toEqual(webp);
  });

  it.each(['jpeg', 'png', 'webp', 'avif', 'gif'] as const)(
    'returns null for a %s that would be larger than the limit, and for no other',
    async format => {
      const input = Buffer.concat([await encode(format, 6), TRAILING_VIDEO]);
      const { length } = strip(input, format, 6);
      expect(stripMetadata(input, format, 6, length)).toHaveLength(length);
      for (const atMost of [length - 1, Math.floor(length / 2), 10, 0]) {
        expect(stripMetadata(input, format, 6, atMost)).toBeNull();
      }
    },
  );

  it('leaves TIFF to the encoder', async () => {
    expect(stripMetadata(await picture().tiff().toBuffer(), 'tiff', 1)).toBeNull();
  });

  it('neither throws nor grows on malformed bytes', async () => {
    let seed = 1;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const originals = await Promise.all(Object.values(samples).map(make => make()));
    for (const original of originals) {
      for (let round = 0; round < 60; round += 1) {
        const damaged = Buffer.from(
          original.subarray(0, round % 3 ? original.length : random(original.length)),
        );
        for (let flips = 0; flips < 4 && damaged.length > 0; flips += 1) {
          damaged[random(Math.min(damaged.length, round % 2 ? 300 : Infinity))] = random(256);
        }
        for (const format of IMAGE_FORMATS) {
          expect(stripMetadata(damaged, format, 1)?.length ?? 0).toBeLessThanOrEqual(damaged.length + 1);
        }
      }
    }
  });
});
