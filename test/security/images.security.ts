import { crc32, deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { catalogue } from '../factories/catalogue';
import { animation, picture } from '../factories/images';
import { Darkroom } from '../support/darkroom';
import { type Origin, type OriginHandler, startOrigin } from '../support/origin';

/** What a worker may take at the most, in MiB: what pictures may, and what the program itself takes from its sources. */
const MEMORY_MB = 256 + 384;

/** 6,500 × 6,500 transparent pixels. */
const WEBP_OF_38_BYTES = Buffer.from('UklGRh4AAABXRUJQVlA4TBEAAAAvY9lYFgdQsyKWqIiBiOh/AAA=', 'base64');

const SCRIPT = '<script>alert(document.domain)</script>';

let origin: Origin;
let darkroom: Darkroom;

beforeAll(async () => {
  origin = await startOrigin();
  darkroom = await Darkroom.start({
    ALLOWED_PRIVATE_HOSTS: origin.host,
    IMAGE_ATTEMPTS: '1',
    COMPRESS_CONCURRENCY: '2',
    IMAGE_MEMORY_MB: '256',
    MALLOC_ARENA_MAX: '2',
    LOG_LEVEL: 'error',
  });
}, 90_000);
afterAll(async () => {
  await origin.close();
  await darkroom.stop();
});

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** One colour, 1 bit a pixel: large on a screen, small on the wire. */
interface PngOverrides {
  /** Rows that are really there. */
  rows?: number;
  /** A chunk before the pixels. */
  extra?: Buffer;
}

function pngOf(width: number, height: number, { rows = height, extra }: PngOverrides = {}): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const data = deflateSync(Buffer.alloc((1 + Math.ceil(width / 8)) * rows));
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const end = pngChunk('IEND', Buffer.alloc(0));
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    extra ?? Buffer.alloc(0),
    pngChunk('IDAT', data),
    end,
  ]);
}

/** A JPEG or an AVIF that says it is larger than it is. */
function overstated(image: Buffer, marker: string, at: number, bytes: 2 | 4, value: number): Buffer {
  const patched = Buffer.from(image);
  for (
    let found = patched.indexOf(marker, 0, 'latin1');
    found !== -1;
    found = patched.indexOf(marker, found + 1, 'latin1')
  ) {
    for (const offset of [at, at + bytes]) patched.writeUIntBE(value, found + marker.length + offset, bytes);
  }
  return patched;
}

/** An animation of so many frames of one pixel. */
function gifOf(frames: number, side = 1): Buffer {
  const screen = Buffer.from('GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1');
  screen.writeUInt16LE(side, 6);
  screen.writeUInt16LE(side, 8);
  const frame = Buffer.from('\x21\xf9\x04\0\x0a\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0', 'latin1');
  return Buffer.concat([screen, ...Array<Buffer>(frames).fill(frame), Buffer.from(';')]);
}

const as =
  (type: string, body: Buffer | string, headers: Record<string, string> = {}): OriginHandler =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': type, ...headers }).end(body);

type Hostile = [name: string, end: string, body: Uint8Array | OriginHandler];

async function bombs(): Promise<Hostile[]> {
  const jpeg = await picture().jpeg().toBuffer();
  const avif = await picture().avif({ effort: 0 }).toBuffer();
  const webp = await picture().webp({ lossless: true }).toBuffer();
  const vast = await sharp({ create: { width: 10_000, height: 10_000, channels: 3, background: '#864' } })
    .jpeg({ progressive: true, quality: 60, chromaSubsampling: '4:4:4' })
    .toBuffer();
  const losslessWebp = Buffer.from(webp);
  losslessWebp.writeUInt32LE(0x3ffe | (0x3ffe << 14), losslessWebp.indexOf('VP8L') + 9);
  return [
    ['vast-progressive.jpg', 'completed', vast],
    ['vast.webp', 'completed', WEBP_OF_38_BYTES],
    ['vast.png', 'completed', pngOf(10_000, 10_000)],
    ['too-vast.png', 'too_many_pixels', pngOf(10_001, 10_000)],
    ['bomb.png', 'too_many_pixels', pngOf(60_000, 60_000, { rows: 1_000 })],
    ['longest.png', 'corrupt_image', pngOf(2 ** 31 - 1, 1)],
    ['side.jpg', 'too_many_pixels', overstated(jpeg, '\xff\xc0\x00\x11\x08', 0, 2, 65_500)],
    ['lies.jpg', 'corrupt_image', overstated(jpeg, '\xff\xc0\x00\x11\x08', 0, 2, 5_000)],
    ['bomb.avif', 'too_many_pixels', overstated(avif, 'ispe\0\0\0\0', 0, 4, 65_535)],
    ['bomb.webp', 'too_many_pixels', losslessWebp],
    ['frames.gif', 'too_many_frames', gifOf(10_000)],
    // libnsgif does not believe it, and takes the size of the frames.
    ['screen.gif', 'completed', gifOf(2, 65_535)],
    ['pixels-and-frames.gif', 'too_many_pixels', gifOf(400, 2_000)],
    [
      'gzip.jpg',
      'too_large',
      as('image/jpeg', gzipSync(Buffer.alloc(200_000_000)), { 'content-encoding': 'gzip' }),
    ],
    [
      'gzip-in-gzip.jpg',
      'unsupported_format',
      as('image/jpeg', gzipSync(gzipSync(Buffer.alloc(50_000_000))), { 'content-encoding': 'gzip' }),
    ],
    [
      'long-text.png',
      'completed',
      pngOf(10, 10, {
        extra: pngChunk(
          'zTXt',
          Buffer.concat([Buffer.from('a\0\0'), deflateSync(Buffer.alloc(300_000_000))]),
        ),
      }),
    ],
  ];
}

async function disguises(): Promise<Hostile[]> {
  const jpeg = await picture().jpeg().toBuffer();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${SCRIPT}</svg>`;
  const external =
    '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>';
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, SCRIPT.length + 2]), Buffer.from(SCRIPT)]);
  const icc = (profile: Buffer) =>
    picture()
      .jpeg()
      .toBuffer()
      .then(image => withProfile(image, profile));
  return [
    ['svg.jpg', 'unsupported_format', as('image/jpeg', svg)],
    ['svg.svg', 'unsupported_format', as('image/svg+xml', svg)],
    ['entities.png', 'unsupported_format', as('image/png', external)],
    ['html.jpg', 'not_an_image', as('image/jpeg', `<html>${SCRIPT}</html>`)],
    ['html-after-bom.jpg', 'not_an_image', as('image/jpeg', `\ufeff<!doctype html>${SCRIPT}`)],
    ['pdf.jpg', 'unsupported_format', as('image/jpeg', '%PDF-1.7\n1 0 obj')],
    ['postscript.jpg', 'unsupported_format', as('image/jpeg', '%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run')],
    ['imagemagick.jpg', 'not_an_image', as('image/jpeg', 'push graphic-context\nimage over 0,0 0,0 "|id"')],
    ['javascript.gif', 'corrupt_image', as('text/javascript', `GIF89a=1;/*${'x'.repeat(100)}*/alert(1)`)],
    ['script-behind.jpg', 'completed', Buffer.concat([jpeg, Buffer.from(SCRIPT)])],
    [
      'zip-behind.jpg',
      'completed',
      Buffer.concat([jpeg, Buffer.from('PK\x03\x04'), Buffer.alloc(64), Buffer.from('PK\x05\x06')]),
    ],
    ['script-inside.jpg', 'completed', Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)])],
    [
      'script-inside.png',
      'completed',
      pngOf(40, 40, { extra: pngChunk('tEXt', Buffer.from(`Comment\0${SCRIPT}`)) }),
    ],
    ['script-behind.gif', 'completed', Buffer.concat([await animation('gif'), Buffer.from(SCRIPT)])],
    ['html.html', 'completed', as('text/html', jpeg)],
    ['icc-garbage.jpg', 'completed', await icc(Buffer.alloc(3_000, 7))],
    [
      'icc-too-long.jpg',
      'completed',
      await icc(Buffer.concat([Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.alloc(200)])),
    ],
    ['icc-empty.jpg', 'completed', await icc(Buffer.alloc(0))],
  ];
}

function withProfile(jpeg: Buffer, profile: Buffer): Buffer {
  const head = Buffer.from('\xff\xe2\0\0ICC_PROFILE\0\x01\x01', 'latin1');
  head.writeUInt16BE(16 + profile.length, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, profile, jpeg.subarray(2)]);
}

/** What becomes of them, all side by side. */
async function ends(hostile: Hostile[], fields: Record<string, string> = {}) {
  for (const [name, , body] of hostile) origin.serve(`/${name}`, body);
  const csv = catalogue(hostile.map(([name]) => ({ urls: origin.url(`/${name}`) })));
  const { request_id } = await darkroom.upload(csv, fields);
  await darkroom.finished(request_id, 90_000);
  const images = (await darkroom.products(request_id)).flatMap(product => product.images);
  return images.map(({ input_image_url: url, status, error, output_image_url: output }) => ({
    name: url.slice(url.lastIndexOf('/') + 1),
    end: error?.code ?? status,
    output,
  }));
}

const expected = (hostile: Hostile[]) => hostile.map(([name, end]) => ({ name, end }));

it('survives bombs of every kind side by side, in little memory, and is still of use', async () => {
  const hostile = await bombs();
  const found = await ends(hostile);
  expect(found.map(({ name, end }) => ({ name, end }))).toEqual(expected(hostile));
  expect(await darkroom.peakMemoryMb()).toBeLessThan(MEMORY_MB);
  const [good] = await ends([['good.jpg', 'completed', await picture(300, 200).jpeg().toBuffer()]]);
  expect(good?.end).toBe('completed');
});

it('refuses sides that the wanted format cannot have', async () => {
  const long = await sharp({ create: { width: 65_500, height: 2, channels: 3, background: '#123' } })
    .jpeg()
    .toBuffer();
  const [found] = await ends([['long.jpg', '', long]], { format: 'webp' });
  expect(found?.end).toBe('too_many_pixels');
});

describe('what comes dressed as a picture', () => {
  let hostile: Hostile[];
  let found: Awaited<ReturnType<typeof ends>>;
  beforeAll(async () => {
    hostile = await disguises();
    found = await ends(hostile);
  });

  it('is told by its content, whatever its name and type say', () => {
    expect(found.map(({ name, end }) => ({ name, end }))).toEqual(expected(hostile));
  });

  it('goes out as a picture of a known type, in a sandbox, with nothing else in it', async () => {
    const served = found.flatMap(({ name, output }) => (output === null ? [] : [{ name, output }]));
    expect(served.length).toBeGreaterThan(5);
    for (const { name, output } of served) {
      const answer = await fetch(new URL(new URL(output).pathname, darkroom.url));
      const bytes = Buffer.from(await answer.arrayBuffer());
      const { format } = await sharp(bytes).metadata();
      expect({ name, type: answer.headers.get('content-type') }).toEqual({ name, type: `image/${format}` });
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
      expect(answer.headers.get('content-disposition') ?? '').not.toMatch(/html|svg/);
      for (const intruder of [SCRIPT, 'PK\x03\x04', 'PK\x05\x06']) {
        expect({ name, has: bytes.includes(intruder, 0, 'latin1') }).toEqual({ name, has: false });
      }
      expect(output).toMatch(/-[0-9a-f]{32}\.(jpg|png|gif|webp)$/);
    }
  });

  it('has nothing executable in the storage', async () => {
    for (const file of await darkroom.files('files/images'))
      expect(file).toMatch(/^[0-9a-f]{2}\/[0-9a-f]{32}\.(jpg|png|gif|webp)$/);
  });
});
