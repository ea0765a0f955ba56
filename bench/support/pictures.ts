import { mkdir, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeededRandom } from '../../test/support/random';
import type { Undoing } from './bench';
import { HelperProcess } from './helper-process';

/** Pictures made once for this machine; another way of making them wants another number. */
const MADE = join(tmpdir(), 'darkroom-bench-pictures-1');

export type PictureKind = 'shop' | 'large' | 'tiny';
export type Format = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif';

/** A picture that lies in the folder of its kind. */
export interface Picture {
  file: string;
  width: number;
  height: number;
}

export interface PictureSet {
  folder: string;
  pictures: Picture[];
}

/** How a picture is made. */
export interface Recipe extends Picture {
  seed: number;
  format: Format;
  cutOut: boolean;
  detail: number;
}

/** What is to lie in a folder. */
export interface PictureOrder {
  folder: string;
  recipes: Recipe[];
}

/** The first `count` of a kind, all different: the same on every machine. */
export async function pictures(undoing: Undoing, kind: PictureKind, count: number): Promise<PictureSet> {
  const folder = join(MADE, kind);
  await mkdir(folder, { recursive: true });
  const there = new Set(await readdir(folder));
  const recipes = Array.from({ length: count }, (_, index) => recipe(kind, index));
  const missing = recipes.filter(({ file }) => !there.has(file));
  if (missing.length > 0) await made(undoing, { folder, recipes: missing });
  return { folder, pictures: recipes.map(({ file, width, height }) => ({ file, width, height })) };
}

/** In a process of its own: here the service's code may have forbidden sharp to read drawings. */
async function made(undoing: Undoing, order: PictureOrder): Promise<void> {
  const maker = HelperProcess.start(undoing, 'pictures-process');
  await maker.ask(order);
  maker.stop();
}

function recipe(kind: PictureKind, index: number): Recipe {
  const random = new SeededRandom(1_000 + index);
  const format = kind === 'shop' ? shopFormat(index) : 'jpeg';
  const [width, height] = { shop: shopSize(random), large: [1_200, 900], tiny: [100, 100] }[kind] as [
    number,
    number,
  ];
  const name = `${String(index).padStart(4, '0')}.${format === 'jpeg' ? 'jpg' : format}`;
  const cutOut = format === 'png' && random.next() < 0.7;
  return { seed: index, file: name, width, height, format, cutOut, detail: 0.2 * random.next() ** 2 };
}

/** 80 % JPEG, 15 % PNG, 4 % WebP, 1 % AVIF or GIF, well mixed. */
function shopFormat(index: number): Format {
  const place = (index * 37) % 100;
  if (place < 80) return 'jpeg';
  if (place < 95) return 'png';
  if (place < 99) return 'webp';
  return Math.floor(index / 100) % 2 === 0 ? 'avif' : 'gif';
}

function shopSize(random: SeededRandom): [number, number] {
  const sides = [800, 1_000, 1_200, 1_600, 2_000];
  const side = sides[Math.floor(random.between(0, sides.length))] ?? 1_000;
  const other = random.next() < 0.7 ? side : Math.max(800, Math.round(side * 0.75));
  return random.next() < 0.5 ? [side, other] : [other, side];
}
