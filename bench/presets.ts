/**
 * Measures the presets on a folder of pictures and prints a Markdown table:
 *
 *     node -r @swc-node/register bench/presets.ts <folder>
 */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import sharp from 'sharp';
import { compressImage, type ImageFormat, inspectImage } from '../src/images/compress';
import { EFFORTS } from '../src/requests/compression-options';
import { type Pixels, similarity } from './similarity';

const LIMITS = { maxPixels: 100_000_000, maxFrames: 500 };
const QUALITY = 50;
/** AVIF and TIFF are rare as sources, so JPEGs are turned into them. */
const SOURCES: Record<ImageFormat, RegExp> = {
  jpeg: /^\.jpe?g$/,
  png: /^\.png$/,
  webp: /^\.webp$/,
  gif: /^\.gif$/,
  avif: /^\.jpe?g$/,
  tiff: /^\.jpe?g$/,
};
const MOST_PICTURES = 12;

interface Row {
  output: Buffer;
  cpuMs: number;
}

async function main(folder: string | undefined): Promise<void> {
  if (!folder) throw new Error('Name a folder of pictures');
  console.log('| format | effort | pictures | kB in | kB out | SSIM | CPU ms |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const format of Object.keys(SOURCES) as ImageFormat[]) {
    const inputs = await sources(folder, format);
    if (inputs.length === 0) continue;
    await report(format, 'bare sharp', inputs, input => bare(input, format));
    for (const effort of EFFORTS) {
      await report(format, effort, inputs, async input => {
        const header = await inspectImage(input, LIMITS);
        const options = { quality: QUALITY, effort, maxWidth: null, maxHeight: null };
        const asked = format === 'gif' || format === 'tiff' ? 'keep' : format;
        return (await compressImage(input, header, { ...options, format: asked })).data;
      });
    }
  }
}

async function sources(folder: string, format: ImageFormat): Promise<Buffer[]> {
  const names = readdirSync(folder).filter(name => SOURCES[format].test(extname(name).toLowerCase()));
  const inputs = names
    .sort()
    .slice(0, MOST_PICTURES)
    .map(name => readFileSync(join(folder, name)));
  if (format !== 'tiff') return inputs;
  return Promise.all(inputs.map(input => sharp(input).tiff({ compression: 'deflate' }).toBuffer()));
}

/** What one would write without this service, and what its speed is compared with. */
function bare(input: Buffer, format: ImageFormat): Promise<Buffer> {
  return sharp(input, { animated: true }).rotate().toFormat(format, { quality: QUALITY }).toBuffer();
}

async function report(
  format: ImageFormat,
  effort: string,
  inputs: Buffer[],
  compress: (input: Buffer) => Promise<Buffer>,
): Promise<void> {
  const first = inputs[0];
  if (first) await compress(first); // warm up
  const rows: Row[] = [];
  for (const input of inputs) {
    const before = process.cpuUsage();
    const output = await compress(input);
    const used = process.cpuUsage(before);
    rows.push({ output, cpuMs: (used.user + used.system) / 1000 });
  }
  const kilobytes = (buffers: Buffer[]) => mean(buffers.map(buffer => buffer.length / 1024)).toFixed(1);
  const likeness = await Promise.all(rows.map(async ({ output }, index) => compare(inputs[index], output)));
  const figures = [
    kilobytes(inputs),
    kilobytes(rows.map(row => row.output)),
    mean(likeness).toFixed(4),
    mean(rows.map(row => row.cpuMs)).toFixed(1),
  ];
  console.log(`| ${[format, effort, inputs.length, ...figures].join(' | ')} |`);
}

async function compare(input: Buffer | undefined, output: Buffer): Promise<number> {
  if (!input) return NaN;
  return similarity(await pixels(input), await pixels(output));
}

async function pixels(image: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(image)
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

void main(process.argv[2]);
