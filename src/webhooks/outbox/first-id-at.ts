import { v7 as uuidv7 } from 'uuid';

/**
 * The lowest id of a time, in milliseconds since the epoch: ids of deliveries begin with theirs, so who looks for those
 * of a time needs no other index.
 */
export function firstIdAt(time: number): string {
  return uuidv7({ msecs: Math.max(0, Math.floor(time)), seq: 0, random: new Uint8Array(16) });
}
