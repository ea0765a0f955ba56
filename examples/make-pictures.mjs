/**
 * Draws the pictures of the sample catalogue: `node examples/make-pictures.mjs` (after `npm run setup`). They are
 * ours, drawn here and nowhere photographed. What a camera adds is added on purpose, so that there is something
 * to compress: soft shadows, grain, and in one of them what a phone writes into its pictures.
 */
import { writeFileSync } from 'node:fs';
import sharp from 'sharp';
import {
  backdrop,
  candle,
  clock,
  cushion,
  lamp,
  mug,
  notebook,
  plant,
  poster,
  sticker,
  vase,
} from './shapes.mjs';

const SIDE = 900;
/** As strong as the grain of a good camera in daylight. */
const GRAIN = 5;

const svg = (content, width = SIDE, height = SIDE) =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${content}</svg>`,
  );

/** The drawing with grain over it, different in each pixel and the same in each run. */
async function photo(content, width = SIDE, height = SIDE) {
  const { data, info } = await sharp(svg(content, width, height))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const random = randomNumbers(width * height);
  for (let at = 0; at < data.length; at += 3) {
    const grain = (random() + random() - 1) * GRAIN;
    for (let channel = at; channel < at + 3; channel++)
      data[channel] = Math.max(0, Math.min(255, data[channel] + grain));
  }
  return sharp(data, { raw: info });
}

/** Numbers from 0 to 1 that look random (mulberry32). */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Taken with the phone upright: the picture lies on its side, and a tag says so. It knows where it was taken. */
async function phonePhoto() {
  const upright = await (
    await photo(
      backdrop('#dfe7ea', '#a9bcc4', 750, 1000) +
        `<g transform="translate(75 180) scale(.8)">${plant(750, 1000)}</g>`,
      750,
      1000,
    )
  )
    .png()
    .toBuffer();
  const exif = {
    IFD0: { Make: 'Darkroom', Model: 'Sample phone', Orientation: '6' },
    IFD3: {
      GPSLatitudeRef: 'N',
      GPSLatitude: '52/1 31/1 12/1',
      GPSLongitudeRef: 'E',
      GPSLongitude: '13/1 24/1 18/1',
    },
  };
  return sharp(upright).rotate(270).jpeg({ quality: 90 }).withExif(exif).withMetadata({ orientation: 6 });
}

/** Beside others on a shelf. */
const place = (x, shape) => `<g transform="translate(${x} -15) scale(.7)">${shape}</g>`;

/** Its flame moves. */
async function animation() {
  const side = 320;
  const flames = [0, 14, 24, 10, -8, -22, -12, -4];
  const frames = await Promise.all(
    flames.map(lean =>
      sharp(svg(backdrop('#3a2c3f', '#171019', side, side) + candle(lean), side, side))
        .removeAlpha()
        .png()
        .toBuffer(),
    ),
  );
  return sharp(frames, { join: { animated: true } }).gif({
    delay: flames.map(() => 110),
    loop: 0,
    effort: 1,
  });
}

const pictures = {
  'mug-blue.jpg': (await photo(backdrop('#f4efe6', '#d8cbb5') + mug('#2f6f9f', '#174564'))).jpeg({
    quality: 92,
  }),
  'mug-red.jpg': (await photo(backdrop('#f4efe6', '#d8cbb5') + mug('#c2492f', '#7d2614'))).jpeg({
    quality: 92,
  }),
  'vase.jpg': (await photo(backdrop('#e8edf2', '#b9c5d3') + vase())).jpeg({ quality: 90 }),
  'lamp.jpg': (await photo(backdrop('#fbe9c8', '#d9a95c') + lamp())).jpeg({ quality: 88, progressive: true }),
  'clock.jpg': (await photo(backdrop('#e6e2f1', '#b5acd4') + clock())).jpeg({ quality: 90 }),
  'plant-phone.jpg': await phonePhoto(),
  'shelf-banner.jpg': (
    await photo(
      backdrop('#f2ece2', '#cdb897', 1400, 600) +
        place(20, mug('#4f8a62', '#28503a')) +
        place(430, vase()) +
        place(800, clock()),
      1400,
      600,
    )
  ).jpeg({ quality: 90 }),
  'cushion.webp': (await photo(backdrop('#f3e3e3', '#d5a9ad') + cushion())).webp({ quality: 90 }),
  'poster.webp': sharp(svg(poster())).removeAlpha().webp({ lossless: true }),
  'plant.avif': (await photo(backdrop('#e9f1e4', '#b7cba9') + plant())).avif({ quality: 75, effort: 2 }),
  'sticker-cut-out.png': sharp(svg(sticker())).png({ compressionLevel: 9 }),
  'notebook-cut-out.png': sharp(svg(notebook(), 640, 640)).png({ compressionLevel: 9 }),
  'candle.gif': await animation(),
};

for (const [name, picture] of Object.entries(pictures)) {
  const bytes = await picture.toBuffer();
  writeFileSync(new URL(`pictures/${name}`, import.meta.url), bytes);
  console.log(`${name}: ${Math.round(bytes.length / 1024)} kB`);
}
