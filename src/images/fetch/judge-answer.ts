import type { IncomingHttpHeaders } from 'node:http';
import { hostOf, OutboundError, parseOutboundUrl, retryAfterMs } from '../../common/outbound';
import { ImageFailure } from '../image-failure';

/** What a host's answer brings: the image, another URL for it, or a failure. */
export type Judgement =
  { kind: 'image' } | { kind: 'redirect'; to: URL } | { kind: 'failure'; failure: ImageFailure };

const IMAGE_STATUS = new Set([200, 203]);
const EMPTY_STATUS = new Set([204, 205]);
const REDIRECT_STATUS = new Set([301, 302, 303, 307, 308]);

/** Judges an answer by its status and headers. A part (206) is no image, nor is "accepted" (202). */
export function judgeAnswer(status: number, headers: IncomingHttpHeaders, url: URL, now: number): Judgement {
  if (IMAGE_STATUS.has(status)) return { kind: 'image' };
  if (EMPTY_STATUS.has(status))
    return failure('empty_body', `The server answered ${status}, without a file.`);
  if (REDIRECT_STATUS.has(status) && headers.location !== undefined) return redirect(headers.location, url);
  return failure('http_status', `The server answered ${status}.`, {
    host: hostOf(url),
    httpStatus: status,
    retryAfterMs: retryAfterMs(headers['retry-after'], now),
  });
}

/** Reads `Location`. Node hands headers out as Latin-1; where servers send a raw non-ASCII path, it is UTF-8. */
function redirect(location: string, from: URL): Judgement {
  try {
    const to = parseOutboundUrl(Buffer.from(location, 'latin1').toString('utf8'), from);
    to.hash = '';
    return { kind: 'redirect', to };
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    const message = `The server redirects to what cannot be requested: ${error.message}`;
    return failure('invalid_url', message, {}, { cause: error });
  }
}

function failure(...args: ConstructorParameters<typeof ImageFailure>): Judgement {
  return { kind: 'failure', failure: new ImageFailure(...args) };
}
