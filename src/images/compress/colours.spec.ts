import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { greyProfile } from '../../../test/factories/grey-profile';
import { picture, shownPixels, withCodePoints } from '../../../test/factories/images';
import { compressing } from '../../../test/support/compressing';
import { pngChunk } from './png-chunks';

const compress = compressing({ quality: 80, effort: 'fast' });
const flat = (background: sharp.Colour, channels: 3 | 4 = 3) =>
  sharp({ create: { width: 120, height: 90, channels, background } });
const middle = async (image: Buffer) => (await shownPixels(image, { ignoreIcc: true })).at(60, 45);
const expectNear = (found: number[], wanted: number[], within = 6) =>
  found.forEach((value, index) =>
    expect(Math.abs(value - (wanted[index] ?? NaN))).toBeLessThanOrEqual(within),
  );
/** Pixels as they stand, with a profile that says what they mean. */
const labelled = (background: string, profile: string) => flat(background).withIccProfile(profile);
/** A PNG whose numbers are of less light than those of sRGB. */
async function darkGrey(space: 'b-w' | 'grey16'): Promise<Buffer> {
  const png = await flat('rgb(100, 100, 100)').toColourspace(space).png().toBuffer();
  const profile = Buffer.concat([Buffer.from('grey\0\0'), deflateSync(greyProfile(3))]);
  return Buffer.concat([png.subarray(0, 33), pngChunk('iCCP', profile), png.subarray(33)]);
}

describe('the colours of a picture', () => {
  it.each(['jpeg', 'png', 'webp', 'tiff', 'avif'] as const)(
    'in Display P3 become sRGB, as %s',
    async format => {
      const input = await labelled('rgb(200, 80, 60)', 'p3').toFormat(format, { quality: 95 }).toBuffer();
      expect((await sharp(input).metadata()).hasProfile).toBe(true);
      // The stored numbers of P3 are smaller than those of sRGB for the same red.
      expect((await middle(input))[0]).toBeLessThan(194);
      const output = await compress(input, { format: format === 'avif' ? 'webp' : 'jpeg', quality: 95 });
      expectNear(await middle(output.data), [200, 80, 60], 5);
      expect((await sharp(output.data).metadata()).hasProfile).toBe(false);
    },
  );

  it.each([50, 100])('in Display P3 with 16 bits become sRGB at quality %d', async quality => {
    const input = await labelled('rgb(200, 80, 60)', 'p3').toColourspace('rgb16').png().toBuffer();
    expect(await sharp(input).metadata()).toMatchObject({ depth: 'ushort', hasProfile: true });
    const shown = await middle(await sharp(input).withIccProfile('srgb', { attach: false }).png().toBuffer());
    const output = await compress(input, { format: 'png', quality, maxWidth: 100 });
    expectNear((await shownPixels(output.data)).at(50, 37), shown, 4);
    expect((await sharp(output.data).metadata()).depth).toBe(quality === 100 ? 'ushort' : 'uchar');
  });

  it.each([
    ['png', 'srgb'],
    ['png', 'rgb16'],
    ['avif', 'srgb'],
  ] as const)('in Display P3 by code points alone become sRGB, of %s in %s', async (format, space) => {
    const input = withCodePoints(
      await labelled('rgb(200, 80, 60)', 'p3')
        .toColourspace(space)
        .toFormat(format, { quality: 95 })
        .toBuffer(),
      12,
      13,
    );
    expect((await sharp(input).metadata()).hasProfile).toBe(false);
    const [jpeg, webp] = [{ format: 'jpeg' }, { format: 'webp' }] as const;
    const smaller = { maxWidth: 119, maxHeight: 89 };
    for (const options of [jpeg, webp, smaller, { ...smaller, quality: 100 }]) {
      const output = await compress(input, { quality: 95, ...options });
      expect(output.outcome).toBe('compressed');
      expectNear(await middle(output.data), [200, 80, 60], 4);
    }
  });

  it('in Display P3 by code points keep their transparency', async () => {
    const half = flat({ r: 200, g: 80, b: 60, alpha: 0.5 }, 4).withIccProfile('p3');
    const input = withCodePoints(await half.png().toBuffer(), 12, 13);
    const webp = await compress(input, { format: 'webp', quality: 95 });
    expectNear(await middle(webp.data), [200, 80, 60, 128], 4);
    const jpeg = await compress(input, { format: 'jpeg', quality: 95 });
    expectNear(await middle(jpeg.data), [231, 168, 159], 4);
  });

  it.each([
    ['png', 'PQ', 9, 16],
    ['avif', 'PQ', 9, 16],
    ['avif', 'HLG', 9, 18],
    ['avif', 'BT.2020', 9, 13],
    ['png', 'linear', 1, 8],
  ] as const)('of a %s in %s stay as they are', async (format, _, primaries, transfer) => {
    const plain = await labelled('rgb(200, 80, 60)', 'srgb').toFormat(format, { quality: 95 }).toBuffer();
    const input = withCodePoints(plain, primaries, transfer);
    const output = await compress(input, { format: 'jpeg', quality: 50, maxWidth: 60 });
    expect(output).toMatchObject({ outcome: 'kept_original', format, width: 120, height: 90 });
    expect(output.data.equals(input)).toBe(true);
  });

  it.each(['png', 'avif'] as const)('of a %s that says it is sRGB are no reason to keep it', async format => {
    const plain = await picture(120, 90).withIccProfile('srgb').toFormat(format, { quality: 95 }).toBuffer();
    const output = await compress(withCodePoints(plain, 1, 13), { quality: 40, maxWidth: 60 });
    expect(output).toMatchObject({ outcome: 'compressed', width: 60 });
  });

  it('in CMYK become sRGB, with a profile and without', async () => {
    const withProfile = await flat('rgb(200, 80, 60)')
      .withIccProfile('cmyk')
      .toColourspace('cmyk')
      .jpeg({ quality: 95 })
      .toBuffer();
    const without = await flat('rgb(200, 80, 60)').toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    for (const input of [withProfile, without]) {
      expect((await sharp(input).metadata()).space).toBe('cmyk');
      const output = await compress(input, { maxWidth: 120, maxHeight: 89 });
      const { data, info } = await sharp(output.data).raw().toBuffer({ resolveWithObject: true });
      expect(info.channels).toBe(3);
      expectNear([...data.subarray(0, 3)], [200, 80, 60], 45);
    }
  });

  it('survive a broken profile', async () => {
    const jpeg = await labelled('rgb(200, 80, 60)', 'p3').jpeg({ quality: 95 }).toBuffer();
    const broken = Buffer.from(jpeg);
    broken.fill(0x42, jpeg.indexOf('ICC_PROFILE') + 14, jpeg.indexOf('ICC_PROFILE') + 200);
    const output = await compress(broken, { format: 'webp' });
    expectNear(await middle(output.data), await middle(jpeg), 8);
  });

  it.each([
    ['grey JPEG', 'jpeg', 'b-w'],
    ['grey PNG', 'png', 'b-w'],
    ['grey 16-bit PNG', 'png', 'grey16'],
    ['16-bit TIFF', 'tiff', 'rgb16'],
  ] as const)('of a %s come out right', async (_, format, space) => {
    const input = await flat('rgb(90, 90, 90)')
      .toColourspace(space)
      .toFormat(format, { quality: 95 })
      .toBuffer();
    for (const quality of [50, 100]) {
      const output = await compress(input, { quality });
      expectNear(await middle(output.data), [90, 90, 90], 3);
    }
  });

  describe.each(['b-w', 'grey16'] as const)('of a PNG with a profile of grey, read as %s,', space => {
    // (100 / 255) ** 3 of the light, as sRGB has it.
    const wanted = [69, 69, 69];

    it.each([
      { quality: 50 },
      { format: 'jpeg', quality: 90 },
      { format: 'webp', quality: 90 },
      { maxWidth: 110, quality: 100 },
    ] as const)('become those of sRGB: %o', async options => {
      const output = await compress(await darkGrey(space), options);
      expectNear(await middle(output.data), wanted, 3);
      expect((await sharp(output.data).metadata()).hasProfile).toBe(false);
    });
  });

  it('of a 16-bit PNG with a profile of grey lose nothing at quality 100', async () => {
    const output = await compress(await darkGrey('grey16'), { quality: 100 });
    expect(output.outcome).toBe('kept_original');
    expect(await sharp(output.data).metadata()).toMatchObject({ space: 'grey16', hasProfile: true });
  });

  it('of an indexed PNG stay', async () => {
    const input = await picture(100, 80).png({ palette: true, colours: 16 }).toBuffer();
    const output = await compress(input);
    expect(output.data.length).toBeLessThanOrEqual(input.length);
    expect((await sharp(output.data).metadata()).isPalette).toBe(true);
  });

  it.each([
    [1, 0.4545],
    [0.3, 1.5],
  ])('of a PNG with gAMA %d look as browsers show them', async (gamma, exponent) => {
    const png = await flat('rgb(100, 100, 100)').png().toBuffer();
    const value = Buffer.alloc(4);
    value.writeUInt32BE(gamma * 100_000);
    const input = Buffer.concat([png.subarray(0, 33), pngChunk('gAMA', value), png.subarray(33)]);
    const output = await compress(input, { format: 'webp' });
    const wanted = 255 * (100 / 255) ** exponent;
    expectNear(await middle(output.data), [wanted, wanted, wanted], 4);
  });
});

describe('transparency', () => {
  it.each(['png', 'webp', 'avif', 'gif', 'tiff'] as const)('of a %s stays', async format => {
    const half = format === 'gif' ? 0 : 0.5;
    const input = await flat({ r: 200, g: 80, b: 60, alpha: half }, 4).toFormat(format).toBuffer();
    const output = await compress(input, { quality: 50 });
    expectNear((await middle(output.data)).slice(3), [half * 255], 4);
    if (format === 'tiff') return;
    const webp = await compress(input, { format: 'webp' });
    expectNear((await middle(webp.data)).slice(3), [half * 255], 4);
  });

  it('becomes white in a JPEG', async () => {
    const input = await flat({ r: 0, g: 0, b: 0, alpha: 0 }, 4).png().toBuffer();
    expectNear(await middle((await compress(input, { format: 'jpeg' })).data), [255, 255, 255], 1);
  });
});
