import { animation, picture, samples, shownPixels } from '../../../test/factories/images';
import { compressImage } from './compress-image';
import { inspectImage } from './inspect-image';

const options = { quality: 50, format: 'keep', effort: 'fast', maxWidth: null, maxHeight: null } as const;
const compress = async (input: Buffer) =>
  compressImage(input, await inspectImage(input, { maxPixels: 1e6, maxFrames: 100 }), options);
const damaged = { code: 'corrupt_image' };
const GARBAGE = Buffer.from('appended by a phone '.repeat(40));

describe.each(Object.entries(samples))('a damaged %s', (_, make) => {
  it.each([0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99])('is refused when cut at %d', async share => {
    const input = await make();
    // A few formats need more than the tenth part for their magic bytes in so small a picture.
    const cut = input.subarray(0, Math.max(40, Math.floor(input.length * share)));
    await expect(compress(cut)).rejects.toMatchObject(damaged);
  });

  it('is refused when its last byte is missing', async () => {
    const input = await make();
    await expect(compress(input.subarray(0, -1))).rejects.toMatchObject(damaged);
  });

  it('is fine when complete, also with something behind its end', async () => {
    const input = await make();
    const shown = await shownPixels((await compress(input)).data);
    const withGarbage = await compress(Buffer.concat([input, GARBAGE]));
    expect((await shownPixels(withGarbage.data)).data).toEqual(shown.data);
    expect(withGarbage.data.includes('appended by a phone')).toBe(false);
  });

  it('never fails in an unknown way when bytes are flipped', async () => {
    const input = await make();
    for (let at = 0; at < 12; at += 1) {
      const flipped = Buffer.from(input);
      flipped[Math.floor((input.length * at) / 12) + (at % 3)]! ^= 0x55;
      const end = await compress(flipped).then(
        () => 'decoded',
        (error: { code?: string }) => error.code,
      );
      const known = ['decoded', 'corrupt_image', 'not_an_image', 'unsupported_format', 'too_many_pixels'];
      expect(known).toContain(end);
    }
  });
});

describe('damage that decoders tend to overlook', () => {
  it('is refused: a JPEG without its end', async () => {
    const jpeg = await picture().jpeg({ progressive: true }).toBuffer();
    await expect(compress(jpeg.subarray(0, -2))).rejects.toMatchObject(damaged);
  });

  it('is refused: a JPEG whose data breaks off before the end marker', async () => {
    const jpeg = await picture(200, 200).jpeg({ progressive: true }).toBuffer();
    const hole = Buffer.concat([jpeg.subarray(0, jpeg.length - 400), jpeg.subarray(-2)]);
    await expect(compress(hole)).rejects.toMatchObject(damaged);
  });

  it('is refused: an animated GIF cut between two frames', async () => {
    const gif = await animation('gif');
    const lastFrame = gif.lastIndexOf('\x21\xf9\x04', undefined, 'latin1');
    await expect(compress(gif.subarray(0, lastFrame))).rejects.toMatchObject(damaged);
  });

  it('is refused: a PNG with a wrong checksum', async () => {
    const png = await picture().png().toBuffer();
    const at = png.indexOf('IDAT') + 100;
    png[at] = (png[at] ?? 0) ^ 1;
    await expect(compress(png)).rejects.toMatchObject(damaged);
  });

  it('is accepted: padding before the end of a JPEG, as cameras write it', async () => {
    const jpeg = await picture().jpeg({ progressive: true }).toBuffer();
    const padded = Buffer.concat([jpeg.subarray(0, -2), Buffer.alloc(13), jpeg.subarray(-2)]);
    expect((await compress(padded)).data).toEqual((await compress(jpeg)).data);
  });
});
