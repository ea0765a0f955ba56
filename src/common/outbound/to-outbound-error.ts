import { OutboundError, type OutboundErrorCode } from './outbound-error';

const TLS_CODES =
  /^(ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERROR_IN_C|INVALID_|PATH_LENGTH_|HOSTNAME_)/;
const TIMEOUT_CODES = new Set(['ETIMEDOUT', 'ECONNABORTED', 'ERR_TLS_HANDSHAKE_TIMEOUT']);
const DNS_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME']);

/** The meaning of an error code of Node, OpenSSL or axios; an unknown one is a connection that failed. */
export function codeOf(errorCode: string): OutboundErrorCode {
  if (TIMEOUT_CODES.has(errorCode)) return 'timeout';
  if (DNS_CODES.has(errorCode)) return 'dns_failed';
  if (errorCode === 'EPROTO' || TLS_CODES.test(errorCode)) return 'tls_failed';
  return 'connect_failed';
}

const SAYS: Record<OutboundErrorCode, (host: string, errorCode: string) => string> = {
  invalid_url: host => `The URL of ${host} cannot be requested.`,
  address_blocked: host => OutboundError.blocked(host).message,
  dns_failed: host => `The name ${host} could not be resolved.`,
  connect_failed: (host, errorCode) => `No connection to ${host}, or it broke off${bracketed(errorCode)}.`,
  tls_failed: (host, errorCode) => `The secure connection to ${host} failed${bracketed(errorCode)}.`,
  timeout: host => `${host} did not answer in time.`,
  aborted: host => `The request to ${host} was called off.`,
};

const bracketed = (errorCode: string) => (errorCode ? ` (${errorCode})` : '');

/** Gives any error of a request or of its body its code. An aborted `signal` explains whatever error follows. */
export function toOutboundError(error: unknown, host: string, signal?: AbortSignal): OutboundError {
  const known = [signal?.aborted ? signal.reason : undefined, ...withCauses(error)].find(
    one => one instanceof OutboundError,
  );
  if (known) return known;

  const errorCode = withCauses(error).map(ownCode).find(Boolean) ?? '';
  const code = signal?.aborted ? codeOfAbort(signal.reason) : codeOf(errorCode);
  return new OutboundError(code, SAYS[code](host, errorCode), { cause: error });
}

/** `AbortSignal.timeout` aborts with a `TimeoutError`. */
function codeOfAbort(reason: unknown): OutboundErrorCode {
  return property(reason, 'name') === 'TimeoutError' ? 'timeout' : 'aborted';
}

function withCauses(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let one = error; one && !chain.includes(one); one = property(one, 'cause')) chain.push(one);
  return chain;
}

function ownCode(error: unknown): string | undefined {
  const code = property(error, 'code');
  return typeof code === 'string' ? code : undefined;
}

/** Reads a property by shape, since Node's own errors and DOMExceptions need not be instances of this realm's Error. */
function property(error: unknown, name: 'cause' | 'code' | 'name'): unknown {
  return typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined;
}
