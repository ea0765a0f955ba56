import type { RequestStatus } from '../api/types';
import { bytes, count, percent, whole } from '../format/numbers';

import type { MarkTone } from '../shell/mark';

export interface Headline {
  tone: MarkTone;
  title: string;
  /** The meaning, and what to do next. */
  detail: string;
}

/** Says what is going on with a request, and what to do next. */
export function headline(status: RequestStatus): Headline {
  if (status.completed_at === null) return running(status);
  const { completed, failed, cancelled, total } = status.image_counts;
  if (status.status === 'cancelled') return stopped(status);
  if (completed === 0) {
    const title = total === 1 ? 'The picture failed' : `All ${whole(total)} pictures failed`;
    return { tone: 'bad', title, detail: 'See below why, fix that, and try again.' };
  }
  if (failed + cancelled > 0) {
    const title = `${whole(completed)} of ${count(total, 'picture')} ${completed === 1 ? 'is' : 'are'} ready`;
    return {
      tone: 'mixed',
      title,
      detail: `${saved(status)} ${count(failed, 'picture')} failed: see below why, and what to do.`,
    };
  }
  const title = total === 1 ? 'Your picture is ready' : `All ${whole(total)} pictures are ready`;
  return {
    tone: 'good',
    title,
    detail: `${saved(status)} Take the pictures, or the CSV with their new links.`,
  };
}

function running(status: RequestStatus): Headline {
  const { completed, failed, cancelled, total } = status.image_counts;
  if (status.cancel_requested_at !== null) {
    return {
      tone: 'calm',
      title: 'Stopping',
      detail: 'Pictures under way are finished; no new ones are begun.',
    };
  }
  if (status.status === 'pending') {
    return {
      tone: 'busy',
      title: 'Waiting for its turn',
      detail: 'The file is safe. Work begins in a moment.',
    };
  }
  const ended = completed + failed + cancelled;
  const title = `Compressing ${count(total, 'picture')}`;
  return { tone: 'busy', title, detail: `${whole(ended)} done. You may close this page: the work goes on.` };
}

function stopped({ image_counts: { completed, cancelled } }: RequestStatus): Headline {
  const title = `Stopped, with ${count(cancelled, 'picture')} left out`;
  const done =
    completed === 0
      ? 'Nothing was compressed.'
      : `${count(completed, 'picture')} ${completed === 1 ? 'was' : 'were'} done before.`;
  return { tone: 'calm', title, detail: `${done} “Try again” takes up what is left.` };
}

function saved({ bytes: { input, output, saved_percent } }: RequestStatus): string {
  return saved_percent > 0
    ? `${bytes(input)} became ${bytes(output)}: ${percent(saved_percent)} saved.`
    : `${bytes(output)} in all.`;
}
