export const DEFAULT_PORTS: Partial<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Characters of a host name in DNS. URL parsers know no limit, and make 6,000 of 2,000 that are not ASCII. */
export const LONGEST_HOST = 253;

/** The port that an http(s) URL leads to, named or not. */
export function portOf(url: URL): number {
  return url.port === '' ? (DEFAULT_PORTS[url.protocol] ?? 0) : Number(url.port);
}

/**
 * The `host:port` that an http(s) URL leads to. Unlike `URL.host` it always names the port, so that two spellings of
 * one server are equal. @throws TypeError when the text is no URL
 */
export function hostOf(url: string | URL): string {
  const parsed = new URL(url);
  return `${parsed.hostname}:${portOf(parsed)}`;
}
