import { Column } from 'typeorm';

/** The states of an image, and likewise of a product (docs/contract.md, 1.2). */
export const WORK_STATUSES = ['pending', 'processing', 'completed', 'failed', 'cancelled'] as const;
export type WorkStatus = (typeof WORK_STATUSES)[number];

/** The number in each state, kept beside the rows that it counts and moved in the same transaction. */
export class Tally {
  @Column('int', { default: 0 }) pending = 0;
  @Column('int', { default: 0 }) processing = 0;
  @Column('int', { default: 0 }) completed = 0;
  @Column('int', { default: 0 }) failed = 0;
  @Column('int', { default: 0 }) cancelled = 0;
}

/** The number in all. */
export const total = (tally: Tally): number =>
  tally.pending + tally.processing + tally.completed + tally.failed + tally.cancelled;

/** The number that have ended. */
export const finished = (tally: Tally): number => tally.completed + tally.failed + tally.cancelled;

/** The number still to come. */
export const remaining = (tally: Tally): number => tally.pending + tally.processing;

/** The tally that a retry comes to: what failed or was cancelled is still to come. */
export function retried({ failed, cancelled, ...others }: Tally): Tally {
  return { ...others, pending: others.pending + failed + cancelled, failed: 0, cancelled: 0 };
}

/** The state of a product, from its images. */
export function productStatus(images: Tally): WorkStatus {
  if (remaining(images) > 0) return images.processing > 0 || finished(images) > 0 ? 'processing' : 'pending';
  if (images.completed > 0) return 'completed';
  return images.failed > 0 ? 'failed' : 'cancelled';
}

/**
 * The state of a request, from its images. While rows are still coming in, or a retry is still setting images
 * back, it is not finished, though every image may have an end at the moment.
 */
export function requestStatus(
  images: Tally,
  { started, moreToCome }: { started: boolean; moreToCome: boolean },
): WorkStatus {
  if (remaining(images) > 0 && !started) return 'pending';
  if (remaining(images) > 0 || moreToCome) return 'processing';
  if (images.cancelled > 0) return 'cancelled';
  return images.completed > 0 ? 'completed' : 'failed';
}
