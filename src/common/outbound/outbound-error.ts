/** The reason why an outbound request could not be made, or broke off. This is a closed set. */
export type OutboundErrorCode =
  'invalid_url' | 'address_blocked' | 'dns_failed' | 'connect_failed' | 'tls_failed' | 'timeout' | 'aborted';

/**
 * An outbound request failed. `message` may be shown to clients: it names hosts as the URL spelt them, never an address
 * that a name resolved to. The library's own error is the cause, for the log.
 */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';

  constructor(
    readonly code: OutboundErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  static blocked(host: string): OutboundError {
    return new OutboundError('address_blocked', `${host} leads to an address that may not be reached.`);
  }
}
