/** Pixels of one picture, one byte a channel. */
export interface Pixels {
  data: Buffer;
  width: number;
  height: number;
  channels: number;
}

const BLOCK = 8;
const [C1, C2] = [6.5025, 58.5225];

/** SSIM of the luma, over blocks of 8 × 8: 1 is the same picture, below 0.95 the difference shows. */
export function similarity(one: Pixels, other: Pixels): number {
  const [a, b] = [luma(one), luma(other)];
  let sum = 0;
  let blocks = 0;
  for (let y = 0; y + BLOCK <= one.height; y += BLOCK) {
    for (let x = 0; x + BLOCK <= one.width; x += BLOCK) {
      sum += blockSimilarity(a, b, y * one.width + x, one.width);
      blocks += 1;
    }
  }
  return sum / blocks;
}

function blockSimilarity(a: Float64Array, b: Float64Array, start: number, stride: number): number {
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
  for (let index = 0; index < BLOCK * BLOCK; index += 1) {
    const at = start + Math.floor(index / BLOCK) * stride + (index % BLOCK);
    const [valueA, valueB] = [a[at] ?? 0, b[at] ?? 0];
    sumA += valueA;
    sumB += valueB;
    squaresA += valueA * valueA;
    squaresB += valueB * valueB;
    products += valueA * valueB;
  }
  const count = BLOCK * BLOCK;
  const [meanA, meanB] = [sumA / count, sumB / count];
  const [varianceA, varianceB] = [squaresA / count - meanA ** 2, squaresB / count - meanB ** 2];
  const covariance = products / count - meanA * meanB;
  const likeness = (2 * meanA * meanB + C1) * (2 * covariance + C2);
  return likeness / ((meanA ** 2 + meanB ** 2 + C1) * (varianceA + varianceB + C2));
}

function luma({ data, width, height, channels }: Pixels): Float64Array {
  const values = new Float64Array(width * height);
  for (let index = 0; index < values.length; index += 1) {
    const at = index * channels;
    values[index] = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
  }
  return values;
}
