const WHOLE = new Intl.NumberFormat('en');
const ONE_DECIMAL = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** Formats a number as `1,234`. */
export function whole(value: number): string {
  return WHOLE.format(value);
}

/** Formats a count as `1 image` or `1,234 images`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${whole(value)} ${value === 1 ? one : many}`;
}

/** Formats bytes as `999 bytes`, `42 kB` or `1.3 MB`: decimal units, as in file managers. */
export function bytes(value: number): string {
  let [scaled, unit] = [value, 0];
  while (Math.abs(scaled) >= 999.5 && unit < UNITS.length - 1) [scaled, unit] = [scaled / 1_000, unit + 1];
  const digits = unit >= 2 && Math.abs(scaled) < 100 ? ONE_DECIMAL.format(scaled) : whole(Math.round(scaled));
  return `${digits} ${value === 1 ? 'byte' : UNITS[unit]}`;
}

/** Formats a share as `63.8 %`. */
export function percent(value: number): string {
  return `${ONE_DECIMAL.format(value)} %`;
}

/** The percentage by which the second is smaller; null where there is nothing to compare. */
export function savedPercent(before: number | null, after: number | null): number | null {
  return before === null || after === null || before === 0 ? null : (1 - after / before) * 100;
}

/** Formats a saving as `−63.8 %`, or `+2 %` where the size grew. */
export function change(saved: number): string {
  const rounded = Math.round(saved * 10) / 10;
  return rounded > 0 ? `−${percent(rounded)}` : rounded < 0 ? `+${percent(-rounded)}` : '±0 %';
}
