/**
 * The physical limit: nothing but sharp, with the encoder settings of the service, on pictures in memory, as many
 * at once as there are cores. Nothing is checked, written or counted meanwhile.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import sharp from 'sharp';
import { encoderSettings } from '../../src/images/compress/encoder-settings';
import type { ImageFormat } from '../../src/images/compress/image-format';
import type { BareRun, BareWork } from './bare-loop';

sharp.concurrency(1);
sharp.cache(false);

interface Input {
  data: Buffer;
  format: ImageFormat;
  pixels: number;
  longestSide: number;
}

async function run({ folder, pictures, count }: BareWork): Promise<BareRun> {
  const inputs = pictures.map(({ file, width, height }) => {
    const extension = extname(file).slice(1);
    const format = (extension === 'jpg' ? 'jpeg' : extension) as ImageFormat;
    return {
      data: readFileSync(join(folder, file)),
      format,
      pixels: width * height,
      longestSide: Math.max(width, height),
    };
  });
  let [next, bytesOut] = [0, 0];
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  const lanes = Array.from({ length: availableParallelism() }, async () => {
    while (next < count) {
      const { length } = await compress(inputs[next++ % inputs.length]!);
      bytesOut += length;
    }
  });
  await Promise.all(lanes);
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - begun) / 1_000, cpuSeconds: (user + system) / 1e6, bytesOut };
}

function compress({ data, format, pixels, longestSide }: Input): Promise<Buffer> {
  const encoder = encoderSettings(format, 50, 'balanced', {
    hasAlpha: false,
    isBlackAndWhite: false,
    pixels,
    longestSide,
  });
  const allFrames = format === 'gif' || format === 'webp';
  return sharp(data, { animated: allFrames })
    .autoOrient()
    .toFormat(encoder.format, encoder.options)
    .toBuffer();
}

process.on('message', work => void run(work as BareWork).then(result => process.send?.(result)));
process.once('disconnect', () => process.exit());
