/** What of a URL is one receiver, `host:port`: attempts at it are limited together. */
export function receiverOf(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
}
