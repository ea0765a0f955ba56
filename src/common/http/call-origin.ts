import type { Request } from 'express';
import { ApiError } from '../errors';
import { parseUrl } from '../parse-url';

const NO_HOST =
  'The Host header is missing, or is not the name of a host. Links to the result begin with it.';

/**
 * The origin that a call came in by, as trusted proxies tell it.
 * @throws ApiError `malformed_request` where its `Host` makes none
 */
export function callOrigin({ protocol, host }: Pick<Request, 'protocol'> & { host?: string }): string {
  const origin = `${protocol}://${host ?? ''}`;
  const url = parseUrl(origin);
  // A path or a login in the header would be a part of the URL, which then is longer than its origin.
  if (!url || url.href !== `${url.origin}/`) throw new ApiError('malformed_request', NO_HOST);
  return origin;
}
