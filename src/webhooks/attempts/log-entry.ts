import type { LogEntry } from '../../requests';
import type { Attempt, AttemptAnswer } from './attempt';
import type { NextAttempt } from './next-attempt';

/** The line of the processing log about an attempt; null for a test, which belongs to no request. */
export function logEntryOf({ delivery, answer, next }: Attempt): LogEntry | null {
  const { requestId, type, receiver, attempts } = delivery;
  if (requestId === null) return null;
  const what = `${type} to ${receiver}, attempt ${attempts + 1}: ${resultOf(answer)}`;
  const status = next.status === 'delivered' ? 'success' : 'failure';
  return { requestId, imageId: null, step: 'webhook', status, message: `${what}. ${sequelOf(next)}` };
}

const resultOf = ({ statusCode, errorCode }: AttemptAnswer) =>
  statusCode === null ? errorCode : `HTTP ${statusCode}`;

function sequelOf(next: NextAttempt): string {
  switch (next.status) {
    case 'delivered':
      return 'Delivered.';
    case 'exhausted':
      return next.gone ? 'The receiver wants no more.' : 'Given up.';
    case 'pending':
      return `Next attempt in ${duration(next.waitMs)}.`;
  }
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
