/** Makes pictures as ordered, as many at once as there are cores. */
import { rename, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type sharp from 'sharp';
import { photo } from './photo';
import type { Format, PictureOrder, Recipe } from './pictures';

async function makeAll({ folder, recipes }: PictureOrder): Promise<void> {
  const workers = Array.from({ length: availableParallelism() }, async () => {
    for (let next = recipes.pop(); next; next = recipes.pop()) await make(folder, next);
  });
  await Promise.all(workers);
}

async function make(folder: string, { format, file, ...spec }: Recipe): Promise<void> {
  const draft = join(folder, `.${process.pid}-${file}`);
  await writeFile(draft, await encoded(photo(spec), format, spec.seed));
  await rename(draft, join(folder, file));
}

/** As a shop's photographer, designer and plug-ins leave them. */
function encoded(image: sharp.Sharp, format: Format, seed: number): Promise<Buffer> {
  switch (format) {
    case 'jpeg': {
      const quality = [75, 80, 85, 90][seed % 4];
      return image.jpeg({ quality, chromaSubsampling: seed % 3 === 0 ? '4:4:4' : '4:2:0' }).toBuffer();
    }
    case 'png':
      return image.png({ compressionLevel: 6 }).toBuffer();
    case 'webp':
      return image.webp({ quality: 85 }).toBuffer();
    case 'avif':
      return image.avif({ quality: 60, effort: 2 }).toBuffer();
    case 'gif':
      return image.gif({ effort: 3 }).toBuffer();
  }
}

process.on('message', order => void makeAll(order as PictureOrder).then(() => process.send?.('made')));
process.once('disconnect', () => process.exit());
