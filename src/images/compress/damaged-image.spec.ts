import { deflateSync } from 'node:zlib';
import { animation, apng, picture, samples, shownPixels } from '../../../test/factories/images';
import { compressing } from '../../../test/support/compressing';
import { checkImage } from './check-image';
import { inspectImage } from './inspect-image';
import { minimalExif } from './minimal-exif';
import { readWebpChunks, writeWebp } from './webp-chunks';

const compress = compressing({ effort: 'fast' });
const check = async (input: Buffer) =>
  checkImage(input, await inspectImage(input, { maxPixels: 1e6, maxFrames: 100 }));
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
});

const SOS = Buffer.of(0xff, 0xda);
const EOI = Buffer.of(0xff, 0xd9);
const baseline = () => picture(200, 200).jpeg().toBuffer();
const progressive = () => picture(200, 200).jpeg({ progressive: true }).toBuffer();
/** As some Samsung phones write it: the scan says that it holds coefficient 0 only, and holds all. */
function withoutRange(jpeg: Buffer): Buffer {
  const changed = Buffer.from(jpeg);
  const scan = changed.indexOf(SOS);
  changed[scan + changed.readUInt16BE(scan + 2)] = 0;
  return changed;
}

function withBytesInHeader(jpeg: Buffer, bytes: Buffer): Buffer {
  const firstEnd = 4 + jpeg.readUInt16BE(4);
  return Buffer.concat([jpeg.subarray(0, firstEnd), bytes, jpeg.subarray(firstEnd)]);
}

const JFIF_7 = Buffer.from('ffe000104a46494600070200000100010000', 'hex');
const ADOBE_5 = Buffer.from('ffee000e41646f626500640000000005', 'hex');
const behindStart = (jpeg: Buffer, segment: Buffer) =>
  Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);

/** YCCK is 2. */
function withTransform(jpeg: Buffer, transform: number): Buffer {
  const changed = Buffer.from(jpeg);
  changed[changed.indexOf('Adobe') + 11] = transform;
  return changed;
}
const ycck = async () => withTransform(await picture(200, 200).toColourspace('cmyk').jpeg().toBuffer(), 2);

const padded = (jpeg: Buffer, bytes: Buffer) => Buffer.concat([jpeg.subarray(0, -2), bytes, EOI]);
const cut = (jpeg: Buffer) => padded(jpeg.subarray(0, jpeg.length * 0.4), Buffer.alloc(0));

function withHole(jpeg: Buffer): Buffer {
  const at = Math.floor(jpeg.length * 0.4);
  return Buffer.concat([jpeg.subarray(0, at), jpeg.subarray(at + 1_000)]);
}

describe('bytes of a JPEG that libjpeg warns of', () => {
  it.each([
    ['a baseline scan without its range of coefficients', baseline, withoutRange],
    ['a stray byte in the header', baseline, (jpeg: Buffer) => withBytesInHeader(jpeg, Buffer.alloc(1))],
    [
      'bytes in the header, a scan without its range',
      baseline,
      (jpeg: Buffer) => withBytesInHeader(withoutRange(jpeg), Buffer.alloc(99, 7)),
    ],
    ['padding before the end', progressive, (jpeg: Buffer) => padded(jpeg, Buffer.alloc(13))],
    ['much padding before the end', progressive, (jpeg: Buffer) => padded(jpeg, Buffer.alloc(20_000))],
    [
      'a stray byte in the header, padding before the end',
      progressive,
      (jpeg: Buffer) => withBytesInHeader(padded(jpeg, Buffer.alloc(13)), Buffer.alloc(1)),
    ],
    ['a version of JFIF that there is not', baseline, (jpeg: Buffer) => behindStart(jpeg, JFIF_7)],
    ['a transform of Adobe that there is not', baseline, (jpeg: Buffer) => behindStart(jpeg, ADOBE_5)],
    ['such a transform of four colours', ycck, (jpeg: Buffer) => withTransform(jpeg, 5)],
  ])('are accepted in a whole picture: %s', async (_name, make, change) => {
    const jpeg = await make();
    const changed = change(jpeg);
    expect((await compress(changed)).data).toEqual((await compress(jpeg)).data);
    expect((await check(changed)).data).toBe(changed);
  });

  it.each([
    ['a cut behind a scan without its range', baseline, (jpeg: Buffer) => cut(withoutRange(jpeg))],
    ['a hole behind a scan without its range', baseline, (jpeg: Buffer) => withHole(withoutRange(jpeg))],
    [
      'a cut behind a stray byte in the header',
      baseline,
      (jpeg: Buffer) => cut(withBytesInHeader(jpeg, Buffer.alloc(1))),
    ],
    [
      'a cut behind a stray byte in the header of a progressive JPEG',
      progressive,
      (jpeg: Buffer) => cut(withBytesInHeader(jpeg, Buffer.alloc(1))),
    ],
    [
      'zeros in place of all that is missing',
      progressive,
      (jpeg: Buffer) => padded(cut(jpeg), Buffer.alloc(5_000)),
    ],
    [
      'what a progressive scan left over',
      progressive,
      (jpeg: Buffer) => {
        const second = jpeg.indexOf(SOS, jpeg.indexOf(SOS) + 2);
        const tables = jpeg.lastIndexOf(Buffer.of(0xff, 0xc4), second);
        return Buffer.concat([jpeg.subarray(0, tables), Buffer.alloc(50, 0x33), jpeg.subarray(tables)]);
      },
    ],
    ['what the last scan left over', progressive, (jpeg: Buffer) => padded(jpeg, Buffer.alloc(50, 0x33))],
  ])('do not hide damage: %s', async (_name, make, change) => {
    const changed = change(await make());
    await expect(compress(changed)).rejects.toMatchObject(damaged);
    await expect(check(changed)).rejects.toMatchObject(damaged);
  });
});

/** A still picture that says that it is a sequence. */
async function avifSequence(): Promise<Buffer> {
  const avif = await picture().avif({ effort: 0 }).toBuffer();
  avif.write('avis', 8, 'latin1');
  return avif;
}

/** An animation that is to be turned, which libvips cannot do; `change` is made to the data of its last frame. */
async function turnedWebp(change: (frame: Buffer) => void = () => undefined): Promise<Buffer> {
  const chunks = readWebpChunks(await animation('webp'))!.map(({ type, body }) => ({
    type,
    body: Buffer.from(body),
  }));
  const extended = chunks.find(({ type }) => type === 'VP8X')!;
  extended.body[0]! |= 0x08;
  change(chunks.findLast(({ type }) => type === 'ANMF')!.body);
  return writeWebp([...chunks, { type: 'EXIF', body: minimalExif(6) }]);
}

/** Has the first part of the data of a VP8 frame be one byte long (RFC 6386, 9.1). */
function breakOff(frame: Buffer): void {
  const tag = frame.indexOf('VP8 ') + 8;
  frame[tag] = (frame[tag]! & 0x1f) | (1 << 5);
  frame.fill(0, tag + 1, tag + 3);
}

const half = deflateSync(Buffer.alloc(24 * (1 + 64 * 3), 99));

describe.each([
  ['compressed', compress],
  ['checked', check],
])('an animation that cannot be encoded anew, and is only %s,', (_, take) => {
  it.each([
    ['APNG', apng],
    ['AVIF sequence', avifSequence],
    ['animated WebP to be turned', turnedWebp],
  ])('is fine when it is whole: %s', async (_name, make) => {
    const input = await make();
    expect((await take(input)).data.length).toBeLessThanOrEqual(input.length);
  });

  it.each([
    ['an APNG whose first picture has half its lines', () => apng({ first: half })],
    [
      'an APNG with a wrong checksum in its second picture',
      async () => {
        const input = await apng();
        input[input.length - 20]! ^= 1;
        return input;
      },
    ],
    [
      'an AVIF sequence with a hole in its picture',
      async () => {
        const input = await avifSequence();
        input.fill(0, Math.floor(input.length / 2));
        return input;
      },
    ],
    ['an animated WebP whose last frame breaks off', () => turnedWebp(breakOff)],
  ])('is refused: %s', async (_name, make) => {
    await expect(take(await make())).rejects.toMatchObject(damaged);
  });
});
