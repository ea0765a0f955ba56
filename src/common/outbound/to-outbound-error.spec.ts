import { OutboundError, type OutboundErrorCode } from './outbound-error';
import { codeOf, toOutboundError } from './to-outbound-error';

describe('codeOf', () => {
  it.each<[OutboundErrorCode, string[]]>([
    ['connect_failed', ['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'EPIPE', 'HPE_INVALID_CONSTANT', '']],
    ['timeout', ['ETIMEDOUT', 'ECONNABORTED', 'ERR_TLS_HANDSHAKE_TIMEOUT']],
    ['dns_failed', ['ENOTFOUND', 'EAI_AGAIN']],
    [
      'tls_failed',
      ['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'EPROTO'],
    ],
    ['tls_failed', ['ERR_SSL_WRONG_VERSION_NUMBER', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE']],
  ])('is %s for %j', (code, errorCodes) => {
    expect(errorCodes.map(codeOf)).toEqual(errorCodes.map(() => code));
  });
});

describe('toOutboundError', () => {
  it('finds the reason however deep the libraries have wrapped it', () => {
    const reason = OutboundError.blocked('a.example');
    expect(toOutboundError(new Error('x', { cause: new Error('y', { cause: reason }) }), 'b')).toBe(reason);
  });

  it('keeps addresses out of the message and the error as the cause', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:80'), { code: 'ECONNREFUSED' });
    const error = toOutboundError(refused, 'a.example');
    expect(error.message).toBe('No connection to a.example, or it broke off (ECONNREFUSED).');
    expect(error.cause).toBe(refused);
  });

  it('takes an aborted signal for the explanation of any error', () => {
    const broken = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    const reason = new OutboundError('timeout', 'Too late.');
    expect(toOutboundError(broken, 'a', AbortSignal.abort(reason))).toBe(reason);
    expect(toOutboundError(broken, 'a', AbortSignal.abort()).code).toBe('aborted');
    expect(toOutboundError(broken, 'a', AbortSignal.abort(new DOMException('', 'TimeoutError'))).code).toBe(
      'timeout',
    );
  });
});
