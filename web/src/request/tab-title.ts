import type { RequestStatus } from '../api/types';

/** The title of the browser's tab for a request: the progress comes first, as tabs are narrow. */
export function tabTitle({ completed_at, status, progress, filename }: RequestStatus): string {
  if (completed_at === null) return `${Math.floor(progress * 100)} % · ${filename}`;
  const mark = status === 'completed' ? '✓' : status === 'failed' ? '✗' : '–';
  return `${mark} ${filename}`;
}
