import { LookupsBusyError, toOutboundError, type OutboundErrorCode } from '../../common/outbound';
import { ImageFailure, type ImageFailureCode } from '../image-failure';
import { isCodingError } from './content-decoding';
import { NoRoomError } from './no-room-error';

const CODES: Record<Exclude<OutboundErrorCode, 'aborted'>, ImageFailureCode> = {
  invalid_url: 'invalid_url',
  address_blocked: 'address_blocked',
  dns_failed: 'dns_failed',
  connect_failed: 'connect_failed',
  tls_failed: 'tls_failed',
  timeout: 'timeout',
};

/**
 * Gives any error of a download its code. What is no failure of the image stays what it is: a NoRoomError, and the
 * reason of the signal where that called the download off.
 */
export function toImageFailure(error: unknown, host: string, signal: AbortSignal): unknown {
  if (error instanceof ImageFailure || error instanceof NoRoomError) return error;
  if (error instanceof LookupsBusyError) return new NoRoomError(error.message, { cause: error });
  if (!signal.aborted && isCodingError(error)) {
    return new ImageFailure(
      'corrupt_image',
      'The body is not what its Content-Encoding says.',
      {},
      { cause: error },
    );
  }
  const { code, message, cause } = toOutboundError(error, host, signal);
  return code === 'aborted'
    ? signal.reason
    : new ImageFailure(CODES[code], message, {}, { cause: cause ?? error });
}
