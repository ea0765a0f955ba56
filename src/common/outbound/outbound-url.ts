import { DEFAULT_PORTS, LONGEST_HOST } from './host-and-port';
import { OutboundError } from './outbound-error';

/**
 * Reads a URL as the socket's owner will: the WHATWG parser turns every spelling of an address (`0x7f.1`, `0177.1`,
 * `127。0。0。1`) into the one that is then judged and dialled.
 * @param base the URL that a relative one is relative to
 * @throws OutboundError `invalid_url`
 */
export function parseOutboundUrl(text: string | URL, base?: URL): URL {
  let url: URL;
  try {
    url = new URL(text, base);
  } catch (cause) {
    throw new OutboundError('invalid_url', 'This is no valid URL.', { cause });
  }
  if (!(url.protocol in DEFAULT_PORTS)) {
    throw new OutboundError('invalid_url', 'Only http and https URLs can be requested.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new OutboundError('invalid_url', 'A URL with a user name or password is not accepted.');
  }
  if (url.hostname.length > LONGEST_HOST) {
    throw new OutboundError('invalid_url', `A host name has at most ${LONGEST_HOST} characters.`);
  }
  return url;
}
