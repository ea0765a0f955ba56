import type { RequestStatus } from '../api/types';
import { speedText } from './speed';

/** Seconds from the beginning of the last run to its end. */
export function secondsTaken({ started_at, completed_at, created_at }: RequestStatus): number {
  return (Date.parse(completed_at ?? created_at) - Date.parse(started_at ?? created_at)) / 1_000;
}

/** The text beside the time taken: the average speed, but not for a retry, since counts cover all runs. */
export function averageText(status: RequestStatus): string {
  if (status.run > 1) return `run ${status.run} alone`;
  const seconds = secondsTaken(status);
  const { completed, failed } = status.image_counts;
  return seconds > 0 ? `${speedText((completed + failed) / seconds)} on average` : 'in an instant';
}
