import type { Deadline } from '../../common/concurrency';
import type { OutboundResponse } from '../../common/outbound';
import { ImageFailure } from '../image-failure';
import type { BodyBudget, BodyReservation } from './body-budget';
import { type Coding, contentCoding, decoded, isCodingError } from './content-decoding';
import { NoRoomError } from './no-room-error';

/** No host is so impatient that it hangs up on a client that has read nothing for so short a time. */
const NOTICEABLE_WAIT_MS = 1_000;

const HUNG_UP = 'The host closed the connection while the image waited for memory.';

export interface ReadLimits {
  maxBytes: number;
  budget: BodyBudget;
  deadline: Deadline;
}

export interface ReadBody {
  body: Buffer;
  /** The reservation is held for as long as the body is in memory. */
  reservation: BodyReservation;
}

/**
 * Reads the body of an answer, decoded, within limits. The caller destroys the stream.
 * @throws ImageFailure, NoRoomError, or the error of the stream
 */
export async function readBody(response: OutboundResponse, limits: ReadLimits): Promise<ReadBody> {
  const coding = contentCoding(response.headers['content-encoding']);
  if (coding.tooMany)
    throw new ImageFailure('corrupt_image', 'The body is encoded more often than is sensible.');

  const announced = response.headers['content-length'];
  const length = announced === undefined ? null : Number(announced);
  if (length === 0) throw new ImageFailure('empty_body', 'The server sent an empty file.');
  if (length !== null && length > limits.maxBytes) throw tooLarge(limits.maxBytes);

  const exact = coding.decoders.length === 0 ? length : null;
  const { budget, deadline } = limits;
  const uncountedMs = deadline.uncountedMs;
  const reservation = await deadline.notCounting(signal => budget.reserve(exact ?? 0, signal));
  try {
    const body = await (exact === null
      ? readGrowing(response, coding, reservation, limits)
      : readExactly(response, exact));
    return { body, reservation };
  } catch (error) {
    reservation.release();
    const hasWaited = deadline.uncountedMs - uncountedMs > NOTICEABLE_WAIT_MS;
    const isCutOff = !(error instanceof ImageFailure || isCodingError(error) || deadline.signal.aborted);
    throw hasWaited && isCutOff ? new NoRoomError(HUNG_UP, { cause: error }) : error;
  }
}

/** Reads straight into one buffer, without a second copy in memory. */
async function readExactly({ stream }: OutboundResponse, length: number): Promise<Buffer> {
  const body = Buffer.allocUnsafe(length);
  let filled = 0;
  const chunks: AsyncIterable<Buffer> = stream;
  for await (const chunk of chunks) filled += chunk.copy(body, filled);
  // Node's parser ensures that; but the unfilled part of the buffer would be other people's memory.
  if (filled !== length) throw new ImageFailure('connect_failed', 'The connection broke off in the middle.');
  return body;
}

async function readGrowing(
  { stream }: OutboundResponse,
  coding: Coding,
  reservation: BodyReservation,
  { maxBytes, deadline }: ReadLimits,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of decoded(stream, coding, upTo(maxBytes))) {
    await deadline.notCounting(signal => reservation.grow(chunk.length, signal));
    chunks.push(chunk);
  }
  if (chunks.length === 0) throw new ImageFailure('empty_body', 'The server sent an empty file.');
  return Buffer.concat(chunks);
}

function upTo(maxBytes: number) {
  return async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let total = 0;
    for await (const chunk of chunks) {
      total += chunk.length;
      if (total > maxBytes) throw tooLarge(maxBytes);
      yield chunk;
    }
  };
}

function tooLarge(maxBytes: number): ImageFailure {
  return new ImageFailure('too_large', `The file is larger than ${maxBytes} bytes.`);
}
