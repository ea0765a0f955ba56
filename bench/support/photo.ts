import sharp from 'sharp';
import { SeededRandom } from '../../test/support/random';

/** What a picture is to be; `detail` from 0 (flat) to 1 (grainy all over). */
export interface PhotoSpec {
  seed: number;
  width: number;
  height: number;
  detail: number;
  /** The product alone, without its background. */
  cutOut: boolean;
}

/** Grain comes again after so many pixels. */
const TILE = 256;

/** A product before a background, lit, with edges, a label and grain: always the same for the same specification. */
export function photo(spec: PhotoSpec): sharp.Sharp {
  const random = new SeededRandom(spec.seed);
  const drawn = sharp(Buffer.from(drawing(spec, random)));
  if (spec.detail > 0) {
    const [width, height] = [Math.min(TILE, spec.width), Math.min(TILE, spec.height)];
    const input = grainTile(random, spec.detail, width * height);
    const raw = { width, height, channels: 3 as const };
    drawn.composite([{ input, raw, tile: true, blend: spec.cutOut ? 'atop' : 'soft-light' }]);
  }
  return spec.cutOut ? drawn : drawn.removeAlpha();
}

function drawing({ width, height, cutOut }: PhotoSpec, random: SeededRandom): string {
  const gradients = Array.from({ length: 6 }, (_, index) => gradient(index, random));
  const shapes = Array.from({ length: 24 }, () => shape(random));
  const background = cutOut ? '' : '<rect width="1000" height="1000" fill="url(#g0)"/>';
  const label = `<text x="320" y="560" font-family="sans-serif" font-size="${random.between(30, 90)}"
    fill="${colour(random)}">No. ${Math.floor(random.between(100, 999))}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"
    viewBox="0 0 1000 1000" preserveAspectRatio="none"><defs>${gradients.join('')}</defs>
    ${background}${shapes.join('')}${label}</svg>`;
}

function gradient(index: number, random: SeededRandom): string {
  const stops = [0, 0.5, 1].map(offset => `<stop offset="${offset}" stop-color="${colour(random)}"/>`);
  const kind = index % 2 === 0 ? 'linearGradient' : 'radialGradient';
  return `<${kind} id="g${index}">${stops.join('')}</${kind}>`;
}

function shape(random: SeededRandom): string {
  const [x, y, w, h] = [180, 180, 60, 60].map((least, index) => random.between(least, index < 2 ? 620 : 300));
  const fill = `fill="url(#g${1 + Math.floor(random.between(0, 5))})" opacity="${random.between(0.5, 1).toFixed(2)}"`;
  const turned = `transform="rotate(${Math.floor(random.between(0, 180))} 500 500)"`;
  return random.next() < 0.5
    ? `<ellipse cx="${x}" cy="${y}" rx="${w! / 2}" ry="${h! / 2}" ${fill} ${turned}/>`
    : `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="18" ${fill} ${turned}/>`;
}

function colour(random: SeededRandom): string {
  const [hue, saturation, lightness] = [
    random.between(0, 360),
    random.between(10, 70),
    random.between(25, 95),
  ];
  return `hsl(${Math.round(hue)},${Math.round(saturation)}%,${Math.round(lightness)}%)`;
}

/** Soft light leaves what it meets in the middle as it is. */
function grainTile(random: SeededRandom, detail: number, pixels: number): Buffer {
  const tile = Buffer.alloc(pixels * 3);
  for (let index = 0; index < tile.length; index += 3) {
    const value = 128 + Math.round((random.next() + random.next() - 1) * 127 * detail);
    tile.fill(value, index, index + 3);
  }
  return tile;
}
