const STEPS = [1, 2, 2.5, 5, 10];

/** Round marks of an axis from 0 to at least `greatest`, three to six of them. */
export function axisMarks(greatest: number): number[] {
  if (greatest <= 0) return [0];
  const rough = greatest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find(factor => factor * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.ceil(greatest / step) + 1 }, (_, index) => index * step);
}
