import { remaining, type RequestEntity, requestStatus } from '../../requests';
import { type ImageMove, movedFailures, movedTally, type ProductMove } from './move';

/** Carries over to the request what happened to its images and products, and finishes it after the last one. */
export function moveRequest(
  request: RequestEntity,
  images: ImageMove[],
  products: ProductMove[],
  now: Date,
): void {
  request.images = movedTally(request.images, images);
  request.products = movedTally(request.products, products);
  request.failures = movedFailures(request.failures, images);
  for (const { bytes } of images) {
    request.bytesIn += bytes?.input ?? 0;
    request.bytesOut += bytes?.output ?? 0;
  }
  if (images.some(move => move.to === 'processing')) request.startedAt ??= now;
  // Rows that were skipped may still come in behind the last image.
  const moreToCome = request.retryCursor !== null || request.importedAt === null;
  request.status = requestStatus(request.images, { started: request.startedAt !== null, moreToCome });
  if (remaining(request.images) === 0 && !moreToCome) request.completedAt ??= now;
  // Never back: others wrote this with the clock of the database, and who orders by it would take a finish for old.
  if (now > request.updatedAt) request.updatedAt = now;
  request.version++;
}
