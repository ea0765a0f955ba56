import { toOutboundError, type OutboundErrorCode } from '../../common/outbound';
import { ImageFailure, type ImageFailureCode } from '../image-failure';
import { isCodingError } from './content-decoding';

const CODES: Record<Exclude<OutboundErrorCode, 'aborted'>, ImageFailureCode> = {
  invalid_url: 'invalid_url',
  address_blocked: 'address_blocked',
  dns_failed: 'dns_failed',
  connect_failed: 'connect_failed',
  tls_failed: 'tls_failed',
  timeout: 'timeout',
};

/**
 * Gives any error of a download its code. An aborted download is no failure of the image: the result is then the reason
 * of the signal.
 */
export function toImageFailure(error: unknown, host: string, signal: AbortSignal): unknown {
  if (error instanceof ImageFailure) return error;
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
