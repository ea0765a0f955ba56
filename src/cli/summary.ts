import type { RequestStatusDto } from '../requests';

/** Describes in a few lines how a finished request went. */
export function summaryOf(status: RequestStatusDto): string {
  const { image_counts: images, bytes, failures, skipped_rows: skipped } = status;
  const saved =
    bytes.input > 0
      ? `: ${size(bytes.input)} became ${size(bytes.output)}, ${bytes.saved_percent} % saved`
      : '';
  return [
    `${images.completed} of ${images.total} images compressed${saved}`,
    ...(images.failed > 0 ? [`${images.failed} failed: ${reasons(failures)}`] : []),
    ...(images.cancelled > 0 ? [`${images.cancelled} cancelled`] : []),
    ...(skipped > 0 ? [`${skipped} ${skipped === 1 ? 'row' : 'rows'} skipped`] : []),
  ].join('\n');
}

const reasons = (failures: RequestStatusDto['failures']) =>
  failures.map(({ code, count }) => `${count} × ${code}`).join(', ');

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

function size(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  const amount = bytes / 1_000 ** power;
  return `${power === 0 ? amount : amount.toFixed(1)} ${UNITS[power]}`;
}
