import { memberId } from '../requests';

/** The first sequence number of images, so that their ids differ from those of products, which count from 1. */
const FIRST = 0x8000_0000;

/** The id of the image at a place among all images of a request, counted from 0. */
export const imageIdOf = (requestId: string, sequence: number): string =>
  memberId(requestId, FIRST + sequence);
