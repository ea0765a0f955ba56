import { count } from './numbers';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Formats seconds as exactly as anybody needs: `8 seconds`, `3 min 20 s`, `2 h 5 min`, `3 days`. */
export function duration(seconds: number): string {
  const rounded = Math.max(0, Math.round(seconds));
  if (rounded < MINUTE) return count(rounded, 'second');
  if (rounded < 10 * MINUTE) return join(rounded, MINUTE, 'min', 1, 's');
  if (rounded < HOUR) return count(Math.round(rounded / MINUTE), 'minute');
  if (rounded < DAY) return join(rounded, HOUR, 'h', MINUTE, 'min');
  return count(Math.round(rounded / DAY), 'day');
}

function join(seconds: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((seconds % large) / small);
  const first = `${Math.floor(seconds / large)} ${largeUnit}`;
  return rest === 0 ? first : `${first} ${rest} ${smallUnit}`;
}

/** Formats an age: `just now`, `5 min ago`, `3 h ago`, `2 days ago`, then the date. */
export function ago(time: string, now: Date): string {
  const seconds = (now.getTime() - Date.parse(time)) / 1_000;
  if (seconds < MINUTE) return 'just now';
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min ago`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h ago`;
  if (seconds < 7 * DAY) return `${count(Math.floor(seconds / DAY), 'day')} ago`;
  return new Date(time).toLocaleDateString('en', { year: 'numeric', month: 'short', day: 'numeric' });
}

/** Formats a time as `20 Nov 2026, 10:41:02`, in the reader's time zone. */
export function moment(time: string): string {
  return new Date(time).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
}
