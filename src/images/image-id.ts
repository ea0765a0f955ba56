import { memberId } from '../requests';

/** The first sequence number of images, so that their ids differ from those of products, which count from 1. */
const FIRST = 0x8000_0000;

/** The last sequence number of images. */
const LAST = 0xffff_ffff;

/** The id of the image at a place among all images of a request, counted from 0. */
export const imageIdOf = (requestId: string, sequence: number): string =>
  memberId(requestId, FIRST + sequence);

/** The ids between which those of all images of a request lie; those of requests of the same millisecond do, too. */
export const imageIdsOf = (requestId: string): { first: string; last: string } => ({
  first: memberId(requestId, FIRST),
  last: memberId(requestId, LAST),
});
