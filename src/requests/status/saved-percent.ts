/** The share of the bytes that was saved, in per cent with one decimal; negative where they grew. */
export function savedPercent(input: number, output: number): number {
  return input === 0 ? 0 : Math.round((1 - output / input) * 1_000) / 10;
}
