import type { LockedImage } from './ledger';

/**
 * Keeps, by leader, what belongs to a claim that still stands: any other image was handed out anew or has ended
 * already. Only the claim of the leader counts: the callback of an image service raises it, and not those of its
 * followers.
 */
export function standing<T extends { imageId: string; claim: number }>(
  ofClaims: T[],
  locked: LockedImage[],
): Map<string, T> {
  const leaders = new Map(
    locked.filter(image => image.id === image.leaderId).map(image => [image.id, image]),
  );
  return new Map(
    ofClaims
      .filter(({ imageId, claim }) => {
        const leader = leaders.get(imageId);
        return leader?.status === 'processing' && leader.claim === claim;
      })
      .map(ofClaim => [ofClaim.imageId, ofClaim]),
  );
}
